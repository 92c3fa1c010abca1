// From raw return addresses to the frames a user wrote: inlined calls expanded, library internals dropped,
// names short.
#pragma once

#include "base/source_place.h"
#include "harness/symbolizer.h"

#include <cstdint>
#include <string>
#include <vector>

namespace burler::harness {

struct CodeAddress {
  std::string module;              ///< path
  std::uint64_t return_offset = 0; ///< return address as offset in the module; the call is one byte before
};

struct UserStack {
  SourcePlace location; ///< innermost user frame (of any frame, when no user code is on the stack)
  std::vector<SourcePlace> callers; ///< user frames outside it, outermost first
};

class UserFrames {
public:
  /// Paths under `root` are shown relative to it.
  UserFrames(Symbolizer& symbolizer, std::string root) : symbolizer_(symbolizer), root_(std::move(root)) {}

  /// `stack` innermost first.
  UserStack trim(const std::vector<CodeAddress>& stack);
  Symbolizer& symbolizer() { return symbolizer_; }
  const std::string& root() const { return root_; }

private:
  Symbolizer& symbolizer_;
  std::string root_;
};

/// True for the standard library, system headers, the sanitizers and Burler's own runtime.
bool is_system_file(const std::string& file);

/// "Cache::append(int, std::string const&) const" -> "Cache::append", "main::$_0::operator()() const" ->
/// "main::{lambda#1}", "foo[abi:cxx11]()" -> "foo". Template arguments stay.
std::string short_function(const std::string& demangled);

} // namespace burler::harness

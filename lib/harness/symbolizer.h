// Source places of code and data addresses, asked of one llvm-symbolizer process and cached.
#pragma once

#include "base/source_place.h"
#include "harness/process.h"

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace burler::harness {

struct DataSymbol {
  std::string name; ///< demangled, empty when unknown
  std::uint64_t start = 0;
  std::uint64_t size = 0;
};

/// Not thread-safe. Never fails: an address that cannot be resolved gives one place without a file.
class Symbolizer {
public:
  Symbolizer();
  ~Symbolizer();

  /// The frames at `offset` of `module`, innermost inlined function first; files absolute as the compiler
  /// wrote them.
  const std::vector<SourcePlace>& code(const std::string& module, std::uint64_t offset);
  const DataSymbol& data(const std::string& module, std::uint64_t offset);

  /// False when neither llvm-symbolizer nor addr2line was found: reports then lack source lines.
  bool available() const { return !program_.empty(); }

private:
  std::string ask(const std::string& question);
  std::vector<SourcePlace> ask_addr2line(const std::string& module, std::uint64_t offset);
  void start();

  std::string program_;
  bool is_llvm_ = false;
  pid_t child_ = -1;
  Descriptor to_, from_;
  std::string pending_;
  std::map<std::pair<std::string, std::uint64_t>, std::vector<SourcePlace>> code_;
  std::map<std::pair<std::string, std::uint64_t>, DataSymbol> data_;
};

} // namespace burler::harness

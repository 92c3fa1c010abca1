// The functions of an ELF file by name, so that a code place of one build is found again in another build of
// the same sources: linking in another order, other paths in the debug information or another library beside
// it move functions, but not what is inside them.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace burler::harness {

class CodeSymbols {
public:
  /// Reads .symtab, else .dynsym; without either (or when the file cannot be read) nothing is found.
  explicit CodeSymbols(const std::string& path);

  /// "append+1f", "work@queue.cpp+8" for a local one, "work@queue.cpp#2+8" for the second of that name in
  /// files of one name; empty when no function covers the offset (as in sched::Site: a return address).
  std::string name_of(std::uint64_t offset) const;
  std::optional<std::uint64_t> offset_of(const std::string& name) const;

private:
  struct Function {
    std::uint64_t size = 0;
    std::string name;
  };
  void add(std::uint64_t start, std::uint64_t size, const std::string& name);

  std::map<std::uint64_t, Function> by_start_;
  std::map<std::string, std::uint64_t> by_name_;
};

} // namespace burler::harness

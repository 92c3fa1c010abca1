// What an executable asks of the dynamic loader.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace burler::harness {

struct ElfDynamic {
  std::vector<std::string> needed;  ///< names of shared objects
  std::vector<std::string> folders; ///< DT_RPATH and DT_RUNPATH, $ORIGIN put in
  std::vector<std::string> defined; ///< exported functions that are not weak

  bool defines(std::string_view symbol) const;
};

/// Empty for anything that is no 64-bit ELF file with section headers. O(size of its symbol table).
ElfDynamic read_elf_dynamic(const std::string& path);

} // namespace burler::harness

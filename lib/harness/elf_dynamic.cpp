#include "harness/elf_dynamic.h"

#include <algorithm>
#include <cstring>
#include <elf.h>
#include <filesystem>
#include <fstream>
#include <optional>

namespace burler::harness {
namespace {

/// Reads parts of the file; out of its bounds there is nothing.
class File {
public:
  explicit File(const std::string& path) : in_(path, std::ios::binary) {
    std::error_code failed;
    size_ = std::filesystem::file_size(path, failed);
    if (failed) size_ = 0;
  }
  std::string bytes(std::uint64_t offset, std::uint64_t size) {
    if (offset > size_ || size > size_ - offset) return {};
    std::string out(size, '\0');
    in_.clear();
    in_.seekg(static_cast<std::streamoff>(offset));
    in_.read(out.data(), static_cast<std::streamsize>(size));
    return in_ ? out : std::string();
  }
  template <typename T> std::vector<T> items(std::uint64_t offset, std::uint64_t size) {
    const std::string raw = bytes(offset, size - size % sizeof(T));
    std::vector<T> out(raw.size() / sizeof(T));
    if (!raw.empty()) std::memcpy(out.data(), raw.data(), raw.size());
    return out;
  }

private:
  std::ifstream in_;
  std::uint64_t size_ = 0;
};

std::string name_at(const std::string& names, std::uint64_t offset) {
  return offset < names.size() ? std::string(names.c_str() + offset) : std::string();
}

void add_folders(std::vector<std::string>& folders, const std::string& list, const std::string& origin) {
  for (std::size_t at = 0; at <= list.size();) {
    const std::size_t end = std::min(list.find(':', at), list.size());
    std::string folder = list.substr(at, end - at);
    for (const char* word : {"${ORIGIN}", "$ORIGIN"})
      if (const std::size_t found = folder.find(word); found != std::string::npos)
        folder.replace(found, std::strlen(word), origin);
    if (!folder.empty()) folders.push_back(folder);
    at = end + 1;
  }
}

} // namespace

bool ElfDynamic::defines(std::string_view symbol) const {
  return std::find(defined.begin(), defined.end(), symbol) != defined.end();
}

ElfDynamic read_elf_dynamic(const std::string& path) {
  ElfDynamic out;
  File file(path);
  const auto headers = file.items<Elf64_Ehdr>(0, sizeof(Elf64_Ehdr));
  if (headers.empty() || std::memcmp(headers[0].e_ident, ELFMAG, SELFMAG) != 0 ||
      headers[0].e_ident[EI_CLASS] != ELFCLASS64)
    return out;
  const auto sections = file.items<Elf64_Shdr>(headers[0].e_shoff, headers[0].e_shnum * sizeof(Elf64_Shdr));
  const std::string origin = std::filesystem::path(path).parent_path().string();
  for (const Elf64_Shdr& section : sections) {
    if ((section.sh_type != SHT_DYNAMIC && section.sh_type != SHT_DYNSYM) ||
        section.sh_link >= sections.size())
      continue;
    const Elf64_Shdr& strings = sections[section.sh_link];
    const std::string names = file.bytes(strings.sh_offset, strings.sh_size);
    if (section.sh_type == SHT_DYNSYM) {
      for (const Elf64_Sym& symbol : file.items<Elf64_Sym>(section.sh_offset, section.sh_size))
        if (symbol.st_shndx != SHN_UNDEF && ELF64_ST_BIND(symbol.st_info) == STB_GLOBAL &&
            ELF64_ST_TYPE(symbol.st_info) == STT_FUNC)
          out.defined.push_back(name_at(names, symbol.st_name));
      continue;
    }
    for (const Elf64_Dyn& entry : file.items<Elf64_Dyn>(section.sh_offset, section.sh_size)) {
      if (entry.d_tag == DT_NEEDED) out.needed.push_back(name_at(names, entry.d_un.d_val));
      if (entry.d_tag == DT_RPATH || entry.d_tag == DT_RUNPATH)
        add_folders(out.folders, name_at(names, entry.d_un.d_val), origin);
    }
  }
  return out;
}

} // namespace burler::harness

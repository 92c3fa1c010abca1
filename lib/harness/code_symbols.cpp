#include "harness/code_symbols.h"

#include "harness/mapped_file.h"

#include <charconv>
#include <cstring>
#include <elf.h>

namespace burler::harness {
namespace {

struct Table {
  const Elf64_Shdr* symbols = nullptr;
  const Elf64_Shdr* names = nullptr;
};

Table find_table(const MappedFile& file, std::uint32_t wanted) {
  const auto* header = file.at<Elf64_Ehdr>(0);
  if (header == nullptr || file.text().substr(0, 4) != "\177ELF" || header->e_ident[EI_CLASS] != ELFCLASS64)
    return {};
  for (unsigned i = 0; i < header->e_shnum; ++i) {
    const auto* section = file.at<Elf64_Shdr>(header->e_shoff + i * sizeof(Elf64_Shdr));
    if (section == nullptr) return {};
    if (section->sh_type == wanted)
      return {section, file.at<Elf64_Shdr>(header->e_shoff + section->sh_link * sizeof(Elf64_Shdr))};
  }
  return {};
}

std::string text_at(const MappedFile& file, std::uint64_t offset) {
  if (offset >= file.text().size()) return {};
  const std::string_view rest = file.text().substr(offset);
  return std::string(rest.substr(0, rest.find('\0')));
}

std::string file_name(const std::string& path) { return path.substr(path.rfind('/') + 1); }

} // namespace

CodeSymbols::CodeSymbols(const std::string& path) {
  const MappedFile file(path);
  Table table = find_table(file, SHT_SYMTAB);
  if (table.symbols == nullptr) table = find_table(file, SHT_DYNSYM);
  if (table.symbols == nullptr || table.names == nullptr) return;
  std::string source;
  for (std::uint64_t at = 0; at + sizeof(Elf64_Sym) <= table.symbols->sh_size; at += sizeof(Elf64_Sym)) {
    const auto* symbol = file.at<Elf64_Sym>(table.symbols->sh_offset + at);
    if (symbol == nullptr) return;
    const unsigned type = ELF64_ST_TYPE(symbol->st_info);
    if (type == STT_FILE) source = file_name(text_at(file, table.names->sh_offset + symbol->st_name));
    if (type != STT_FUNC || symbol->st_value == 0 || symbol->st_size == 0) continue;
    std::string name = text_at(file, table.names->sh_offset + symbol->st_name);
    if (ELF64_ST_BIND(symbol->st_info) == STB_LOCAL) name += "@" + source;
    add(symbol->st_value, symbol->st_size, name);
  }
}

void CodeSymbols::add(std::uint64_t start, std::uint64_t size, const std::string& name) {
  std::string unique = name;
  for (int number = 2; by_name_.contains(unique); ++number)
    unique = name + "#" + std::to_string(number);
  by_name_.emplace(unique, start);
  by_start_.try_emplace(start, Function{size, unique}); // of several names for one place the first
}

std::string CodeSymbols::name_of(std::uint64_t offset) const {
  if (offset == 0) return {};
  auto next = by_start_.upper_bound(offset - 1); // the call lies before its return address
  if (next == by_start_.begin()) return {};
  const auto& [start, function] = *--next;
  if (offset - 1 >= start + function.size) return {};
  char digits[20];
  const auto end = std::to_chars(digits, digits + sizeof digits, offset - start, 16).ptr;
  return function.name + "+" + std::string(digits, end);
}

std::optional<std::uint64_t> CodeSymbols::offset_of(const std::string& name) const {
  const auto plus = name.rfind('+');
  if (plus == std::string::npos) return std::nullopt;
  const auto function = by_name_.find(name.substr(0, plus));
  std::uint64_t inside = 0;
  const char* const end = name.data() + name.size();
  const auto [rest, failed] = std::from_chars(name.data() + plus + 1, end, inside, 16);
  if (function == by_name_.end() || failed != std::errc() || rest != end) return std::nullopt;
  if (inside > by_start_.at(function->second).size) return std::nullopt;
  return function->second + inside;
}

} // namespace burler::harness

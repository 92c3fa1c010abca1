#include "summary/summary_file.h"

#include "summary/summary_layout.h"

#include <fstream>
#include <sstream>

namespace burler::summary {
namespace {

constexpr std::string_view magic = "BRLS";

template <class A> void io_body(A& ar, TranslationUnit& unit) {
  io(ar, unit.main_file);
  io(ar, unit.directory);
  io(ar, unit.files);
  if constexpr (A::reading) ar.files = unit.files.size();
  io(ar, unit.notes);
  io(ar, unit.errors);
  io(ar, unit.functions);
  io(ar, unit.classes);
  io(ar, unit.globals);
  io(ar, unit.suppressions);
  io(ar, unit.source_lines);
}

void write_symbols(Writer& ar, const SymbolTable& symbols) {
  std::uint64_t size = symbols.size();
  ar.number(size);
  for (std::uint32_t id = 1; id < symbols.size(); ++id) {
    std::string text = symbols.text(Symbol{id});
    ar.text(text);
  }
}

/// The ids in the file are those of the writing table, which interned distinct texts in order.
bool read_symbols(Reader& ar, SymbolTable& symbols) {
  std::uint64_t size = 0;
  ar.number(size);
  if (!ar.good() || size == 0 || size > ar.left() + 1) return false;
  std::string text;
  for (std::uint64_t id = 1; id < size && ar.good(); ++id) {
    ar.text(text);
    if (symbols.intern(text).id != id) return false;
  }
  ar.symbols = size;
  return ar.good();
}

Error damaged(const std::string& why) {
  return {"damaged summary: " + why, "delete the summary cache and run again"};
}

} // namespace

std::string to_bytes(const TranslationUnit& unit) {
  Writer ar;
  ar.out = magic;
  std::uint64_t version = summary_version;
  ar.number(version);
  write_symbols(ar, unit.symbols);
  // The layout functions take mutable references because they serve reading too; writing changes nothing.
  io_body(ar, const_cast<TranslationUnit&>(unit));
  return std::move(ar.out);
}

Result<TranslationUnit> from_bytes(std::string_view bytes) {
  if (!bytes.starts_with(magic)) return damaged("not a summary file");
  Reader ar(bytes.substr(magic.size()));
  std::uint64_t version = 0;
  ar.number(version);
  if (version != summary_version)
    return damaged("version " + std::to_string(version) + ", this tool reads " +
                   std::to_string(summary_version));
  TranslationUnit unit;
  if (!read_symbols(ar, unit.symbols)) return damaged("symbol table");
  io_body(ar, unit);
  if (!ar.good() || ar.left() != 0) return damaged("truncated or overlong");
  return unit;
}

Status write_summary(const TranslationUnit& unit, const std::string& path) {
  std::ofstream file(path, std::ios::binary);
  const std::string bytes = to_bytes(unit);
  file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  file.close();
  if (!file) return Error{"cannot write " + path, "check the free space and permissions of its folder"};
  return {};
}

Result<TranslationUnit> read_summary(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return Error{"cannot read " + path, "does the file exist?"};
  std::ostringstream bytes;
  bytes << file.rdbuf();
  auto unit = from_bytes(bytes.view());
  if (!unit) return Error{path + ": " + unit.error().message, unit.error().hint};
  return unit;
}

} // namespace burler::summary

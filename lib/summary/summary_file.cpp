#include "summary/summary_file.h"

#include "base/hash.h"
#include "summary/summary_layout.h"

#include <cstring>

namespace burler::summary {
namespace {

constexpr std::string_view magic = "BRLS";

template <class A, class T> void io_head(A& ar, T& head) {
  io(ar, head.main_file);
  io(ar, head.notes);
  io(ar, head.errors);
  io(ar, head.stub_headers);
  io(ar, head.missing_headers);
  io(ar, head.lost_functions);
  io(ar, head.source_lines);
  io(ar, head.claimed);
  io(ar, head.declined);
}

template <class A> void io_body(A& ar, TranslationUnit& unit) {
  io(ar, unit.directory);
  io(ar, unit.files);
  if constexpr (A::reading) ar.files = unit.files.size();
  io(ar, unit.functions);
  io(ar, unit.classes);
  io(ar, unit.globals);
  io(ar, unit.suppressions);
  io(ar, unit.trees);
  io(ar, unit.tables);
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

/// The checked contents behind magic, version and checksum.
Result<std::string_view> contents(std::string_view bytes) {
  if (!bytes.starts_with(magic)) return damaged("not a summary file");
  Reader ar(bytes.substr(magic.size()));
  std::uint64_t version = 0;
  ar.number(version);
  if (version != summary_version)
    return damaged("version " + std::to_string(version) + ", this tool reads " +
                   std::to_string(summary_version));
  std::uint64_t sum = 0;
  if (!ar.good() || ar.left() < sizeof sum) return damaged("truncated");
  bytes.remove_prefix(bytes.size() - ar.left());
  std::memcpy(&sum, bytes.data(), sizeof sum);
  bytes.remove_prefix(sizeof sum);
  if (checksum(bytes) != sum) return damaged("the checksum does not agree");
  return bytes;
}

} // namespace

std::string to_bytes(const TranslationUnit& unit) {
  Writer ar;
  ar.out = magic;
  std::uint64_t version = summary_version;
  ar.number(version);
  const std::size_t sum_at = ar.out.size();
  ar.out.append(sizeof(std::uint64_t), '\0');
  // The layout functions take mutable references because they serve reading too; writing changes nothing.
  auto& fields = const_cast<TranslationUnit&>(unit);
  io_head(ar, fields);
  write_symbols(ar, unit.symbols);
  io_body(ar, fields);
  const std::uint64_t sum = checksum(std::string_view(ar.out).substr(sum_at + sizeof sum));
  std::memcpy(ar.out.data() + sum_at, &sum, sizeof sum);
  return std::move(ar.out);
}

Result<TranslationUnit> from_bytes(std::string_view bytes) {
  const auto checked = contents(bytes);
  if (!checked) return checked.error();
  Reader ar(*checked);
  TranslationUnit unit;
  io_head(ar, unit);
  if (!ar.good() || !read_symbols(ar, unit.symbols)) return damaged("symbol table");
  io_body(ar, unit);
  if (!ar.good() || ar.left() != 0) return damaged("truncated or overlong");
  return unit;
}

Result<SummaryHead> head_from_bytes(std::string_view bytes) {
  const auto checked = contents(bytes);
  if (!checked) return checked.error();
  Reader ar(*checked);
  SummaryHead head;
  io_head(ar, head);
  if (!ar.good()) return damaged("truncated");
  return head;
}

} // namespace burler::summary

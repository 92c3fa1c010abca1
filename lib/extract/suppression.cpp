#include "extract/suppression.h"

#include <algorithm>
#include <cctype>

namespace burler::extract {

using namespace clang;
using namespace summary;

namespace {

constexpr std::string_view marker = "burler:allow";

std::string_view trimmed(std::string_view text) {
  const auto begin = text.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1);
}

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

std::string_view line_at(std::string_view text, std::size_t begin) {
  return text.substr(begin, std::min(text.find('\n', begin), text.size()) - begin);
}

/// Where the line's comment begins: the first `//` outside string and character literals.
std::size_t comment_at(std::string_view line) {
  char quote = 0;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (quote != 0) {
      if (line[i] == '\\')
        ++i;
      else if (line[i] == quote)
        quote = 0;
    } else if (line[i] == '"' || (line[i] == '\'' && (i == 0 || !is_word(line[i - 1])))) {
      quote = line[i];
    } else if (line.substr(i).starts_with("//")) {
      return i;
    }
  }
  return std::string_view::npos;
}

/// The first line from `begin` on that has code, or 0.
unsigned next_code_line(std::string_view text, std::size_t begin, unsigned line) {
  while (begin < text.size()) {
    const std::string_view current = trimmed(line_at(text, begin));
    if (!current.empty() && !current.starts_with("//")) return line;
    begin = std::min(text.find('\n', begin), text.size()) + 1;
    ++line;
  }
  return 0;
}

void scan(UnitBuilder& unit, std::string_view text, std::uint32_t file) {
  for (std::size_t at = text.find(marker); at != std::string_view::npos; at = text.find(marker, at + 1)) {
    const std::size_t begin = at == 0 ? 0 : text.rfind('\n', at - 1) + 1;
    const std::string_view line = line_at(text, begin);
    const auto slashes = comment_at(line);
    if (slashes == std::string_view::npos || slashes > at - begin) continue;
    std::string rule;
    std::string reason;
    if (!parse_suppression(line.substr(slashes + 2), rule, reason)) continue;
    const auto number = 1 + static_cast<unsigned>(std::count(
                                text.begin(), text.begin() + static_cast<std::ptrdiff_t>(begin), '\n'));
    const bool alone = trimmed(line.substr(0, slashes)).empty();
    Suppression found;
    found.place = {file, number, static_cast<unsigned>(at - begin) + 1};
    found.covers_line = alone ? next_code_line(text, begin + line.size() + 1, number + 1) : number;
    found.rule = unit.symbol(rule);
    found.reason = unit.symbol(reason);
    unit.unit.suppressions.push_back(found);
  }
}

} // namespace

bool parse_suppression(std::string_view comment, std::string& rule, std::string& reason) {
  comment = trimmed(comment);
  if (!comment.starts_with(marker)) return false;
  comment = trimmed(comment.substr(marker.size()));
  if (!comment.starts_with('(')) return false;
  const auto close = comment.find(')');
  if (close == std::string_view::npos) return false;
  rule = trimmed(comment.substr(1, close - 1));
  comment = trimmed(comment.substr(close + 1));
  if (comment.starts_with(':')) reason = trimmed(comment.substr(1));
  return !rule.empty();
}

void collect_suppressions(UnitBuilder& unit) {
  const SourceManager& sources = unit.context.getSourceManager();
  for (unsigned i = 0; i < sources.local_sloc_entry_size(); ++i) {
    const SrcMgr::SLocEntry& entry = sources.getLocalSLocEntry(i);
    if (!entry.isFile() || SrcMgr::isSystem(entry.getFile().getFileCharacteristic())) continue;
    const SourceLocation start = SourceLocation::getFromRawEncoding(entry.getOffset());
    const FileID file = sources.getFileID(start);
    if (!sources.getFileEntryRefForID(file)) continue;
    const auto buffer = sources.getBufferDataOrNone(file);
    if (!buffer) continue;
    const std::string_view text(buffer->data(), buffer->size());
    unit.unit.source_lines += static_cast<std::uint64_t>(std::count(text.begin(), text.end(), '\n'));
    scan(unit, text, unit.place(start).file);
  }
}

} // namespace burler::extract

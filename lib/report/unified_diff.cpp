#include "report/unified_diff.h"

#include <algorithm>

namespace burler::report {
namespace {

constexpr std::size_t context = 3;

struct Row {
  char tag; ///< ' ', '-' or '+'
  const std::string* text;
  bool last = false; ///< the file's last line
};

std::vector<Row> rows_of(const std::vector<std::string>& lines,
                         const std::map<std::size_t, LineEdit>& edits) {
  std::vector<Row> rows;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const auto edit = edits.find(i);
    const bool last = i + 1 == lines.size();
    if (edit == edits.end()) {
      rows.push_back({' ', &lines[i], last});
      continue;
    }
    for (const std::string& added : edit->second.before)
      rows.push_back({'+', &added});
    rows.push_back({edit->second.replaced ? '-' : ' ', &lines[i], last});
    if (edit->second.replaced) rows.push_back({'+', &edit->second.replaced_by, last});
  }
  return rows;
}

} // namespace

std::string unified_diff(const std::string& name, const std::vector<std::string>& lines,
                         const std::map<std::size_t, LineEdit>& edits, bool ends_with_newline) {
  const std::vector<Row> rows = rows_of(lines, edits);
  std::string out;
  std::size_t old_line = 1, new_line = 1, done = 0;
  const auto pass = [&](std::size_t until) {
    for (; done < until; ++done) {
      old_line += rows[done].tag != '+';
      new_line += rows[done].tag != '-';
    }
  };
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (rows[i].tag == ' ') continue;
    std::size_t end = i; // one behind the last change of this hunk
    for (std::size_t k = i; k < rows.size() && k < end + 2 * context + 1; ++k)
      if (rows[k].tag != ' ') end = k + 1;
    const std::size_t first = std::max(done, i > context ? i - context : 0);
    const std::size_t last = std::min(rows.size(), end + context);
    pass(first);
    std::size_t old_count = 0, new_count = 0;
    std::string body;
    for (std::size_t k = first; k < last; ++k) {
      old_count += rows[k].tag != '+';
      new_count += rows[k].tag != '-';
      body += rows[k].tag + *rows[k].text + '\n';
      if (rows[k].last && !ends_with_newline) body += "\\ No newline at end of file\n";
    }
    if (out.empty()) out = "--- a/" + name + "\n+++ b/" + name + "\n";
    out += "@@ -" + std::to_string(old_count == 0 ? old_line - 1 : old_line) + "," +
           std::to_string(old_count) + " +" + std::to_string(new_line) + "," + std::to_string(new_count) +
           " @@\n" + body;
    pass(last);
    i = last - 1;
  }
  return out;
}

} // namespace burler::report

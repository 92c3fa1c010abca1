// A unified diff from edits that are known line by line (POSIX diff -u).
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

namespace burler::report {

struct LineEdit {
  std::vector<std::string> before; ///< new lines above this one
  std::string replaced_by;         ///< the line with its edits
  bool replaced = false;
};

/// `name` relative to the root; `edits` by line, 0-based. `ends_with_newline`: the last line does.
std::string unified_diff(const std::string& name, const std::vector<std::string>& lines,
                         const std::map<std::size_t, LineEdit>& edits, bool ends_with_newline);

} // namespace burler::report

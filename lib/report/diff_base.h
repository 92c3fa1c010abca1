// Only what a change brought: the lines that differ between a commit and the work tree, and the findings that
// touch them.
#pragma once

#include "base/result.h"
#include "finding/report.h"

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace burler::report {

class ChangedLines {
public:
  /// Lines `first`..`last` of the file, which is absolute; calls of one file come in ascending order.
  void add(const std::string& file, unsigned first, unsigned last) { lines_[file].emplace_back(first, last); }
  bool contains(const std::string& file, unsigned line) const;
  std::size_t files() const { return lines_.size(); }

private:
  std::map<std::string, std::vector<std::pair<unsigned, unsigned>>> lines_;
};

/// Adds what a `git diff -U0` says of the new side; its paths start at `top`. Where lines only went away, the
/// lines before and after count as changed: what a removed lock protected stands there.
void parse_diff(std::string_view diff, const std::string& top, ChangedLines& changed);

/// Asks git in `folder` for the lines changed between `ref` and the work tree; files that git does not know
/// yet are changed as a whole, renamed ones where they differ. Errors: git is missing, no repository, no such
/// commit.
Result<ChangedLines> changed_since(const std::string& ref, const std::string& folder);

/// New findings without a side on a changed line become state baseline; of the others the first changed side
/// becomes the primary place. A side also counts when the call that leads to it changed. `root` is where
/// relative paths of the report start.
void apply_diff_base(Report& report, const ChangedLines& changed, const std::string& root);

} // namespace burler::report

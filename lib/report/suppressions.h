// A suppression file: findings a team has decided not to act on, each with a reason.
//
//   # comment
//   allow(race/unguarded-state) KvCache::hits_: a statistic, torn values are harmless
//   allow(race/*) third_party/*: reported upstream
//   race:ggml_graph_compute_thread
//
// allow(RULE) PATTERN: REASON suppresses findings of the rule whose subject, or the file or function of any
// side or caller, equals PATTERN; '*' in RULE and PATTERN stands for any text. The reason is compulsory.
// Lines of a ThreadSanitizer suppression file work as they are ("race:", "race_top:", "deadlock:", "mutex:",
// "thread:"; a pattern matches anywhere unless anchored with ^ or $); "called_from_lib:" and "signal:" have
// no counterpart and are skipped. Source: clang.llvm.org/docs, ThreadSanitizer, "Suppressions".
#pragma once

#include "base/result.h"
#include "finding/report.h"

#include <string>
#include <vector>

namespace burler::report {

struct Suppression {
  std::string rule;    ///< with '*' wildcards
  std::string pattern; ///< with '*' wildcards, anchored at both ends
  std::string reason;
  std::string origin;    ///< "file:line", for messages
  bool top_only = false; ///< race_top: the innermost frame of a side only
};

/// The error names file and line.
Result<std::vector<Suppression>> read_suppressions(const std::string& path);

/// New findings that match become suppressed, with the reason. Returns the entries that matched no finding of
/// any state. O(findings x entries).
std::vector<Suppression> apply_suppressions(Report& report, const std::vector<Suppression>& list);

/// '*' stands for any text, everything else for itself. O(|pattern| x |text|) at worst.
bool matches(const std::string& pattern, const std::string& text);

} // namespace burler::report

#include "report/diff.h"

#include <set>

namespace burler::report {
namespace {

std::set<std::string> fingerprints(const Report& report, bool with_suppressed) {
  std::set<std::string> out;
  for (const Finding& f : report.findings)
    if (with_suppressed || f.state != FindingState::suppressed) out.insert(f.fingerprint);
  return out;
}

} // namespace

Difference diff(const Report& older, const Report& newer) {
  const auto known = fingerprints(older, false);
  const auto seen = fingerprints(newer, true);
  Difference out;
  for (const Finding& f : newer.findings) {
    const bool added = f.state == FindingState::fresh && !known.count(f.fingerprint);
    (added ? out.added : out.unchanged).push_back(f);
  }
  for (const Finding& f : older.findings)
    if (f.state != FindingState::suppressed && !seen.count(f.fingerprint)) out.fixed.push_back(f);
  return out;
}

} // namespace burler::report

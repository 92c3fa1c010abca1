#include "report/diff.h"

#include <set>

namespace burler::report {
namespace {

std::set<std::string> fingerprints(const Report& report) {
  std::set<std::string> out;
  for (const Finding& f : report.findings)
    out.insert(f.fingerprint);
  return out;
}

} // namespace

Difference diff(const Report& older, const Report& newer) {
  const auto before = fingerprints(older);
  const auto after = fingerprints(newer);
  Difference out;
  for (const Finding& f : newer.findings)
    (before.count(f.fingerprint) ? out.unchanged : out.added).push_back(f);
  for (const Finding& f : older.findings)
    if (!after.count(f.fingerprint)) out.fixed.push_back(f);
  return out;
}

} // namespace burler::report

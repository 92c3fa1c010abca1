#include "finding/finding.h"

#include "base/hash.h"

#include <algorithm>
#include <tuple>

namespace burler {

std::string fingerprint(const Finding& finding) {
  std::vector<std::string> ends;
  for (const Side& side : finding.sides)
    ends.push_back(side.location.function + '\x1f' + side.kind + '\x1f' + side.path);
  std::sort(ends.begin(), ends.end());
  StableHash hash;
  hash.add(finding.rule).add(finding.subject.name);
  for (const std::string& end : ends)
    hash.add(end);
  return hash.hex();
}

void seal(Finding& finding) {
  finding.fingerprint = fingerprint(finding);
  if (finding.primary.file.empty() && !finding.sides.empty())
    finding.primary = finding.sides.front().location;
}

bool before(const Finding& a, const Finding& b) {
  const auto key = [](const Finding& f) {
    return std::tie(f.primary.file, f.primary.line, f.primary.column, f.rule, f.fingerprint);
  };
  return key(a) < key(b);
}

} // namespace burler

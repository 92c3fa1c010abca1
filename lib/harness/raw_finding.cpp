#include "harness/raw_finding.h"

#include <algorithm>

namespace burler::harness {

std::string raw_key(const RawFinding& finding) {
  std::vector<std::string> ends;
  for (const RawSide& side : finding.sides) {
    std::string end = side.kind;
    for (std::size_t i = 0; i < side.stack.size() && i < 3; ++i)
      end += "|" + side.stack[i].module + "+" + std::to_string(side.stack[i].return_offset);
    ends.push_back(std::move(end));
  }
  std::sort(ends.begin(), ends.end());
  std::string key = finding.rule;
  if (finding.sides.empty()) key += "|" + finding.detail;
  for (const std::string& end : ends)
    key += "||" + end;
  return key;
}

} // namespace burler::harness

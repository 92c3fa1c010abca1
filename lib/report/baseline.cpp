#include "report/baseline.h"

#include "report/plain_text.h"

#include <algorithm>
#include <fstream>

namespace burler::report {

Result<std::set<std::string>> read_baseline(const std::string& path) {
  std::ifstream in(path);
  if (!in)
    return Error{"cannot read baseline " + path,
                 "write one with: burler report baseline REPORT.json > " + path};
  std::set<std::string> out;
  int number = 0;
  for (std::string line; std::getline(in, line);) {
    ++number;
    line = line.substr(0, line.find('#'));
    line.erase(std::remove_if(line.begin(), line.end(), [](unsigned char c) { return std::isspace(c); }),
               line.end());
    if (line.empty()) continue;
    const bool hexadecimal = line.find_first_not_of("0123456789abcdef") == std::string::npos;
    if (line.size() != 16 || !hexadecimal)
      return Error{"baseline " + path + ":" + std::to_string(number) + ": '" + line.substr(0, 40) +
                       "' is no fingerprint",
                   "a line holds 16 hexadecimal digits, optionally followed by a # comment"};
    out.insert(line);
  }
  return out;
}

void apply_baseline(Report& report, const std::set<std::string>& fingerprints) {
  for (Finding& finding : report.findings)
    if (finding.state == FindingState::fresh && fingerprints.count(finding.fingerprint))
      finding.state = FindingState::baseline;
}

std::string baseline_text(const Report& report) {
  std::set<std::string> lines;
  for (const Finding& f : report.findings)
    if (f.state != FindingState::suppressed)
      lines.insert(f.fingerprint + "  # " + plain(f.rule + " " + f.subject.name));
  std::string out =
      "# Findings accepted by this project, by fingerprint; written by `burler report baseline`.\n";
  for (const std::string& line : lines)
    out += line + "\n";
  return out;
}

} // namespace burler::report

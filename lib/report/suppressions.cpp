#include "report/suppressions.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <optional>

namespace burler::report {
namespace {

std::string trimmed(const std::string& text) {
  const auto first = text.find_first_not_of(" \t\r");
  if (first == std::string::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r") + 1 - first);
}

struct ForeignType {
  const char* name;
  const char* rule; ///< null: nothing we report corresponds to it
};
constexpr std::array<ForeignType, 7> foreign_types{{{"race", "race/*"},
                                                    {"race_top", "race/*"},
                                                    {"deadlock", "deadlock/*"},
                                                    {"mutex", "*/*mutex*"},
                                                    {"thread", "*/*thread*"},
                                                    {"called_from_lib", nullptr},
                                                    {"signal", nullptr}}};

/// "^foo$" as we anchor: patterns of ThreadSanitizer match anywhere unless they say otherwise.
std::string anchored(std::string pattern) {
  if (!pattern.empty() && pattern.front() == '^')
    pattern.erase(0, 1);
  else
    pattern.insert(0, 1, '*');
  if (!pattern.empty() && pattern.back() == '$')
    pattern.pop_back();
  else
    pattern += '*';
  return pattern;
}

/// allow(RULE) PATTERN: REASON. The reason starts at the first ": ", since names contain "::".
Result<Suppression> parse_allow(const std::string& line) {
  const Error shape{"is not allow(RULE) PATTERN: REASON", "the reason is compulsory"};
  const auto close = line.find(')');
  if (close == std::string::npos) return shape;
  const std::string rest = line.substr(close + 1);
  const auto colon = rest.find(": ");
  if (colon == std::string::npos) return shape;
  Suppression out;
  out.rule = trimmed(line.substr(6, close - 6));
  out.pattern = trimmed(rest.substr(0, colon));
  out.reason = trimmed(rest.substr(colon + 2));
  if (out.rule.empty() || out.pattern.empty() || out.reason.empty()) return shape;
  return out;
}

/// Nothing for a line that asks for nothing we report.
Result<std::optional<Suppression>> parse_line(const std::string& line) {
  if (line.rfind("allow(", 0) == 0) {
    auto parsed = parse_allow(line);
    if (!parsed) return parsed.error();
    return std::optional(*parsed);
  }
  const auto colon = line.find(':');
  for (const ForeignType& type : foreign_types) {
    if (colon == std::string::npos || line.substr(0, colon) != type.name) continue;
    const std::string pattern = trimmed(line.substr(colon + 1));
    if (pattern.empty()) return Error{"has no pattern after '" + std::string(type.name) + ":'", ""};
    if (!type.rule) return std::optional<Suppression>();
    Suppression out;
    out.rule = type.rule;
    out.pattern = anchored(pattern);
    out.reason = line;
    out.top_only = line.rfind("race_top:", 0) == 0;
    return std::optional(out);
  }
  return Error{"'" + line.substr(0, 60) + "' is no suppression",
               "write allow(RULE) PATTERN: REASON, or a ThreadSanitizer line such as race:FUNCTION"};
}

bool matches_place(const std::string& pattern, const SourcePlace& place) {
  return matches(pattern, place.function) || matches(pattern, place.file);
}

bool covers(const Suppression& entry, const Finding& f) {
  if (!matches(entry.rule, f.rule)) return false;
  if (!entry.top_only && matches(entry.pattern, f.subject.name)) return true;
  return std::any_of(f.sides.begin(), f.sides.end(), [&](const Side& side) {
    return matches_place(entry.pattern, side.location) ||
           (!entry.top_only && std::any_of(side.stack.begin(), side.stack.end(), [&](const auto& frame) {
             return matches_place(entry.pattern, frame);
           }));
  });
}

} // namespace

bool matches(const std::string& pattern, const std::string& text) {
  std::size_t p = 0, t = 0, star = std::string::npos, resume = 0;
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      resume = t;
    } else if (p < pattern.size() && pattern[p] == text[t]) {
      ++p;
      ++t;
    } else if (star != std::string::npos) {
      p = star + 1;
      t = ++resume;
    } else {
      return false;
    }
  }
  return pattern.find_first_not_of('*', p) == std::string::npos;
}

Result<std::vector<Suppression>> read_suppressions(const std::string& path) {
  std::ifstream in(path);
  if (!in) return Error{"cannot read suppression file " + path, "check the path"};
  std::vector<Suppression> out;
  int number = 0;
  for (std::string raw; std::getline(in, raw);) {
    ++number;
    const std::string line = trimmed(raw);
    if (line.empty() || line.front() == '#') continue;
    const std::string origin = path + ":" + std::to_string(number);
    auto parsed = parse_line(line);
    if (!parsed) return Error{"suppression " + origin + ": " + parsed.error().message, parsed.error().hint};
    if (!*parsed) continue;
    (*parsed)->origin = origin;
    out.push_back(**parsed);
  }
  return out;
}

std::vector<Suppression> apply_suppressions(Report& report, const std::vector<Suppression>& list) {
  std::vector<Suppression> unused;
  for (const Suppression& entry : list) {
    bool used = false;
    for (Finding& f : report.findings) {
      if (!covers(entry, f)) continue;
      used = true;
      if (f.state != FindingState::fresh) continue;
      f.state = FindingState::suppressed;
      f.suppression_reason = entry.reason;
      f.suppression_kind = "file";
    }
    if (!used) unused.push_back(entry);
  }
  return unused;
}

} // namespace burler::report

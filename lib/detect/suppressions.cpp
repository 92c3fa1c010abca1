#include "detect/suppressions.h"

#include <map>
#include <utility>

namespace burler::detect {
namespace {

bool names_rule(const std::string& written, const std::string& rule) {
  return written == rule || (rule.size() > written.size() && rule.compare(0, written.size(), written) == 0 &&
                             rule[written.size()] == '/');
}

} // namespace

std::vector<SuppressionNote> apply_suppressions(const summary::Program& program, const std::string& root,
                                                std::vector<Finding>& findings) {
  using Line = std::pair<std::string, unsigned>;
  std::multimap<Line, const Finding*> places;
  std::map<const Finding*, Finding*> editable;
  for (Finding& f : findings) {
    editable[&f] = &f;
    places.emplace(Line{f.primary.file, f.primary.line}, &f);
    for (const Side& side : f.sides)
      places.emplace(Line{side.location.file, side.location.line}, &f);
  }
  std::vector<SuppressionNote> notes;
  for (const summary::Suppression& s : program.suppressions) {
    const std::string file = report_path(program.files[s.place.file], root);
    const std::string& rule = program.symbols.text(s.rule);
    const std::string& reason = program.symbols.text(s.reason);
    const SourcePlace place{file, s.place.line, s.place.column, ""};
    if (reason.empty()) {
      notes.push_back({place, "suppression of " + rule +
                                  " has no reason and covers nothing; write burler:allow(" + rule +
                                  "): why it is safe"});
      continue;
    }
    bool used = false;
    const auto [first, last] = places.equal_range(Line{file, s.covers_line});
    for (auto it = first; it != last; ++it) {
      if (!names_rule(rule, it->second->rule)) continue;
      Finding& f = *editable[it->second];
      f.state = FindingState::suppressed;
      f.suppression_reason = reason;
      used = true;
    }
    if (!used) notes.push_back({place, "suppression of " + rule + " covers no finding; remove it"});
  }
  return notes;
}

} // namespace burler::detect

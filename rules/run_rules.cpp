#include "finding/rule_info.h"
#include "rules/rule.h"

#include <algorithm>

namespace burler::rules {

std::vector<Finding> run_rules(const detect::Analysis& analysis, const std::vector<std::string>& only,
                               const std::function<void(const std::string& rule)>& starting) {
  std::vector<Finding> all;
  for (const auto& rule : make_all()) {
    const std::string id = rule->id();
    const auto wanted = [&](const std::string& name) { return name == id || id.rfind(name + "/", 0) == 0; };
    if (!only.empty() && std::none_of(only.begin(), only.end(), wanted)) continue;
    if (starting) starting(id);
    std::vector<Finding> found;
    rule->run(analysis, found);
    const RuleInfo* info = find_rule(id);
    for (Finding& f : found) {
      f.rule = id;
      if (info != nullptr) f.severity = info->severity;
      seal(f);
      all.push_back(std::move(f));
    }
  }
  std::sort(all.begin(), all.end(), before);
  const auto same = [](const Finding& a, const Finding& b) {
    return a.rule == b.rule && a.fingerprint == b.fingerprint &&
           std::equal(a.sides.begin(), a.sides.end(), b.sides.begin(), b.sides.end(),
                      [](const Side& x, const Side& y) { return x.location == y.location; });
  };
  all.erase(std::unique(all.begin(), all.end(), same), all.end());
  return all;
}

} // namespace burler::rules

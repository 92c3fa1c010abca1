// The interface of a lint rule. A rule is a folder rules/<area>/<rule>/ with rule.cpp, rule.json and
// README.md; rule.cpp defines make_<area>_<rule>() ('-' written as '_') and the build collects it.
#pragma once

#include "detect/analysis.h"
#include "finding/finding.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace burler::rules {

class Rule {
public:
  virtual ~Rule() = default;
  /// Appends this rule's findings; rule id, severity and fingerprint are filled by run_rules.
  virtual void run(const detect::Analysis& analysis, std::vector<Finding>& findings) const = 0;
  virtual std::string id() const = 0;
};

/// All lint rules, sorted by id. Generated.
std::vector<std::unique_ptr<Rule>> make_all();

/// Runs all rules, or only the named ones or areas, and returns their findings sealed and in report order.
/// `starting`, when set, is told each rule before it runs, for profiles.
std::vector<Finding> run_rules(const detect::Analysis& analysis, const std::vector<std::string>& only = {},
                               const std::function<void(const std::string& rule)>& starting = {});

} // namespace burler::rules

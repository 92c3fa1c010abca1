#include "verbs.h"

#include "base/exit_code.h"
#include "cli/suggestion.h"
#include "finding/names.h"
#include "finding/rule_info.h"

#include <nlohmann/json.hpp>

#include <iomanip>
#include <iostream>

namespace burler::tool {
namespace {

nlohmann::json as_json(const RuleInfo& rule) {
  return {{"id", rule.id},
          {"summary", rule.summary},
          {"severity", name_of(rule.severity)},
          {"precision", rule.precision},
          {"engines", rule.engines},
          {"help", rule.help}};
}

void print_table() {
  for (const RuleInfo& rule : all_rules()) {
    std::string engines;
    for (const std::string& engine : rule.engines)
      engines += (engines.empty() ? "" : ",") + engine;
    std::cout << std::left << std::setw(34) << rule.id << std::setw(9) << name_of(rule.severity)
              << std::setw(14) << engines << rule.summary << "\n";
  }
  std::cout << all_rules().size() << " rules; `burler rules ID` explains one\n";
}

} // namespace

int rules_command(const std::vector<std::string>& words) {
  bool json = false;
  std::string id;
  for (const std::string& word : words) {
    if (word == "--json")
      json = true;
    else if (word == "--help" || word == "-h") {
      std::cout << "Usage: burler rules [ID] [--json]\nLists the rules, or explains one.\n";
      return to_int(ExitCode::clean);
    } else if (word.rfind("-", 0) == 0 || !id.empty()) {
      std::cerr << "burler rules: unexpected '" << word << "'; see burler rules --help\n";
      return to_int(ExitCode::usage);
    } else
      id = word;
  }
  if (id.empty()) {
    if (!json)
      print_table();
    else {
      nlohmann::json list = nlohmann::json::array();
      for (const RuleInfo& rule : all_rules())
        list.push_back(as_json(rule));
      std::cout << list.dump(2) << "\n";
    }
    return to_int(ExitCode::clean);
  }
  const RuleInfo* rule = find_rule(id);
  if (!rule) {
    std::vector<std::string> ids;
    for (const RuleInfo& known : all_rules())
      ids.push_back(known.id);
    const std::string near = cli::nearest(id, ids);
    std::cerr << "burler rules: there is no rule '" << id << "'; "
              << (near.empty() ? "`burler rules` lists them" : "did you mean '" + near + "'?") << "\n";
    return to_int(ExitCode::usage);
  }
  if (json)
    std::cout << as_json(*rule).dump(2) << "\n";
  else
    std::cout << rule->help;
  return to_int(ExitCode::clean);
}

} // namespace burler::tool

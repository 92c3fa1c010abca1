#include "base/exit_code.h"
#include "doctor_checks.h"
#include "verbs.h"

#include <nlohmann/json.hpp>

#include <iostream>

namespace burler::tool {
namespace {

const char* name_of(Need need) {
  return need == Need::engine ? "needed" : need == Need::optional ? "optional" : "note";
}

bool missing(const Check& check) { return check.need == Need::engine && check.found.empty(); }

/// "lint, stress": the engines that cannot work.
std::string broken_engines(const std::vector<Check>& checks) {
  std::string out;
  for (const char* engine : {"lint", "stress", "cuda"})
    for (const Check& check : checks)
      if (missing(check) && check.serves.find(engine) != std::string::npos) {
        out += (out.empty() ? "" : ", ") + std::string(engine);
        break;
      }
  return out;
}

void print_text(const std::vector<Check>& checks) {
  for (const Check& check : checks) {
    const char* mark = !check.found.empty() ? "ok       " : missing(check) ? "MISSING  " : "-        ";
    if (check.need == Need::note) mark = check.remedy.empty() ? "ok       " : "note     ";
    std::cout << mark << check.name << " [" << check.serves << "]: " << check.found;
    if (check.found.empty() || check.need == Need::note)
      std::cout << (check.found.empty() || check.remedy.empty() ? "" : "; ") << check.remedy;
    std::cout << "\n";
  }
  const std::string broken = broken_engines(checks);
  std::cout << (broken.empty() ? "all three engines can work" : "cannot work yet: " + broken) << "\n";
}

void print_json(const std::vector<Check>& checks) {
  nlohmann::json list = nlohmann::json::array();
  for (const Check& check : checks)
    list.push_back({{"name", check.name},
                    {"need", name_of(check.need)},
                    {"serves", check.serves},
                    {"found", check.found},
                    {"remedy", check.remedy}});
  std::cout << nlohmann::json{{"version", BURLER_VERSION}, {"checks", list}}.dump(
                   2, ' ', false, nlohmann::json::error_handler_t::replace)
            << "\n";
}

} // namespace

int doctor_command(const std::vector<std::string>& words) {
  const std::string word = words.empty() ? "" : words[0];
  const bool help = words.size() == 1 && (word == "--help" || word == "-h");
  const bool json = words.size() == 1 && word == "--json";
  if (!words.empty() && !help && !json) {
    std::cerr << "burler doctor: unexpected '" << words.back() << "'; see burler doctor --help\n";
    return to_int(ExitCode::usage);
  }
  if (help) {
    std::cout << "Usage: burler doctor [--json]\n"
                 "Says what is installed, what is missing and how to get it.\n"
                 "Exit codes: 0 all three engines can work, 3 something needed is missing.\n";
    return to_int(ExitCode::clean);
  }
  const std::vector<Check> checks = run_checks();
  json ? print_json(checks) : print_text(checks);
  return to_int(broken_engines(checks).empty() ? ExitCode::clean : ExitCode::undecided);
}

} // namespace burler::tool

#include "verbs.h"

#include "base/exit_code.h"

#include <iomanip>
#include <iostream>

namespace {

using namespace burler;

void print_help() {
  std::cout << "Burler finds concurrency defects in LLM training and inference code.\n\n"
               "Usage: burler VERB [ARGUMENTS...]      burler VERB --help explains a verb\n\n";
  for (const tool::Verb& verb : tool::verbs())
    std::cout << "  " << std::left << std::setw(8) << verb.name << verb.summary << "\n";
  std::cout << "  rules   list the rules, or explain one: burler rules race/unguarded-tensor\n"
               "  doctor  say what is installed and what is missing\n\n"
               "Exit codes: 0 clean, 1 new findings, 2 wrong usage or input, 3 could not decide.\n";
}

} // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> words(argv + 1, argv + argc);
  if (words.empty() || words[0] == "--help" || words[0] == "-h" || words[0] == "help") {
    print_help();
    return to_int(words.empty() ? ExitCode::usage : ExitCode::clean);
  }
  if (words[0] == "--version") {
    std::cout << "burler " BURLER_VERSION "\n";
    return to_int(ExitCode::clean);
  }
  const std::vector<std::string> rest(words.begin() + 1, words.end());
  if (words[0] == "rules") return tool::rules_command(rest);
  if (words[0] == "doctor") return tool::doctor_command(rest);
  for (const tool::Verb& verb : tool::verbs())
    if (words[0] == verb.name) return tool::run_verb(verb, rest);
  std::cerr << "burler: there is no verb '" << words[0] << "'";
  if (const tool::Verb* near = tool::nearest_verb(words[0]))
    std::cerr << "; did you mean '" << near->name << "'?";
  else
    std::cerr << "; see burler --help";
  std::cerr << "\n";
  return to_int(ExitCode::usage);
}

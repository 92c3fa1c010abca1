#include "verbs.h"

#include "base/exit_code.h"
#include "cli/suggestion.h"

#include <csignal>
#include <iomanip>
#include <iostream>

namespace {

using namespace burler;

void print_help() {
  std::cout << "Burler finds concurrency defects in LLM training and inference code.\n\n"
               "Usage: burler VERB [ARGUMENTS...]      burler VERB --help explains a verb\n\n";
  for (const auto* list : {&tool::verbs(), &tool::own_verbs()})
    for (const tool::Verb& verb : *list)
      std::cout << "  " << std::left << std::setw(8) << verb.name << verb.summary << "\n";
  std::cout << "\nExit codes: 0 clean, 1 new findings, 2 wrong usage or input, 3 could not decide.\n";
}

int unknown(const std::string& word) {
  std::vector<std::string> names;
  for (const auto* list : {&tool::verbs(), &tool::own_verbs()})
    for (const tool::Verb& verb : *list)
      names.push_back(verb.name);
  const std::string near = cli::nearest(word, names);
  std::cerr << "burler: there is no verb '" << word << "'; "
            << (near.empty() ? "see burler --help" : "did you mean '" + near + "'?") << "\n";
  return to_int(ExitCode::usage);
}

int run(std::vector<std::string> words) {
  // A reader that stops early ends our own verbs without noise; the programs we become get back what we got.
  const auto inherited = std::signal(SIGPIPE, SIG_IGN);
  if (words.empty() || words[0] == "--help" || words[0] == "-h" ||
      words == std::vector<std::string>{"help"}) {
    print_help();
    return to_int(words.empty() ? ExitCode::usage : ExitCode::clean);
  }
  if (words[0] == "--version") {
    std::cout << "burler " BURLER_VERSION "\n";
    return to_int(ExitCode::clean);
  }
  if (words[0] == "help") words = {words[1], "--help"};
  const std::vector<std::string> rest(words.begin() + 1, words.end());
  if (words[0] == "rules") return tool::rules_command(rest);
  if (words[0] == "doctor") return tool::doctor_command(rest);
  std::signal(SIGPIPE, inherited);
  for (const tool::Verb& verb : tool::verbs())
    if (words[0] == verb.name) return tool::run_verb(verb, rest);
  return unknown(words[0]);
}

} // namespace

int main(int argc, char** argv) { return run({argv + 1, argv + argc}); }

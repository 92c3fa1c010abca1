#include "verbs.h"

#include "base/exit_code.h"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <iostream>
#include <unistd.h>

namespace burler::tool {
namespace {

std::string beside_us(const std::string& program) {
  std::error_code error;
  const auto self = std::filesystem::read_symlink("/proc/self/exe", error);
  if (error) return program;
  const auto candidate = self.parent_path() / program;
  return std::filesystem::exists(candidate, error) ? candidate.string() : program;
}

} // namespace

const std::vector<Verb>& verbs() {
  static const std::vector<Verb> all = {
      {"lint",
       "burler-lint",
       {},
       "find races and deadlocks in C, C++ and CUDA sources, from a compile_commands.json"},
      {"stress",
       "burler-stress",
       {},
       "run a test binary under controlled, recorded schedules and ThreadSanitizer"},
      {"replay", "burler-stress", {"replay"}, "run one recorded schedule again, shrink it, show it"},
      {"cuda",
       "burler-cuda",
       {},
       "run .cu files on the host, without a GPU, and check CUDA's ordering rules"},
      {"cxx", "burler-cxx", {}, "C++ compiler wrapper: instruments, and links an engine"},
      {"cc", "burler-cc", {}, "C compiler wrapper"},
      {"report", "burler-report", {}, "merge, diff, convert and explain reports"},
      {"demo", "burler-demo", {}, "show all three engines on the bundled training loop and attention kernel"},
  };
  return all;
}

const std::vector<Verb>& own_verbs() {
  static const std::vector<Verb> all = {
      {"rules", nullptr, {}, "list the rules, or explain one: burler rules race/unguarded-tensor"},
      {"doctor", nullptr, {}, "say what is installed, what is missing and how to get it"},
  };
  return all;
}

int run_verb(const Verb& verb, const std::vector<std::string>& words) {
  std::vector<std::string> line = {verb.program};
  line.insert(line.end(), verb.prefix.begin(), verb.prefix.end());
  line.insert(line.end(), words.begin(), words.end());
  std::vector<char*> argv;
  for (std::string& word : line)
    argv.push_back(word.data());
  argv.push_back(nullptr);
  ::execvp(beside_us(verb.program).c_str(), argv.data());
  std::cerr << "burler: cannot run " << verb.program << " (" << std::strerror(errno)
            << "); it is neither beside burler nor in PATH: build or install the whole project\n";
  return to_int(ExitCode::usage);
}

} // namespace burler::tool

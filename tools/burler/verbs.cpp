#include "verbs.h"

#include "base/exit_code.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <iostream>
#include <numeric>
#include <unistd.h>

namespace burler::tool {
namespace {

std::size_t edit_distance(const std::string& a, const std::string& b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = diagonal + (a[i - 1] != b[j - 1]);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, replaced});
    }
  }
  return row[b.size()];
}

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

const Verb* nearest_verb(const std::string& word) {
  const Verb* best = nullptr;
  std::size_t best_distance = 3;
  for (const Verb& verb : verbs())
    if (const std::size_t d = edit_distance(word, verb.name); d < best_distance) {
      best = &verb;
      best_distance = d;
    }
  return best;
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
            << "); it was not built or not installed beside burler\n";
  return to_int(ExitCode::usage);
}

} // namespace burler::tool

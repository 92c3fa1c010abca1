// The verbs of `burler`, each a program of its own beside this one (as git does).
#pragma once

#include <string>
#include <vector>

namespace burler::tool {

struct Verb {
  const char* name;
  const char* program;             ///< executable, looked for beside `burler`, then in PATH
  std::vector<std::string> prefix; ///< words put before the user's
  const char* summary;
};

const std::vector<Verb>& verbs();

/// The verbs this program does itself; their `program` is null.
const std::vector<Verb>& own_verbs();

/// Replaces this process by the verb's program. Returns only on failure, with the exit code, after one clear
/// line.
int run_verb(const Verb& verb, const std::vector<std::string>& words);

int rules_command(const std::vector<std::string>& words);
int doctor_command(const std::vector<std::string>& words);

} // namespace burler::tool

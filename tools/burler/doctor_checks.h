// What each engine needs on this machine, looked up without changing anything.
#pragma once

#include <string>
#include <vector>

namespace burler::tool {

enum class Need {
  engine,   ///< the engines named in `serves` do not work without it
  optional, ///< more is possible with it
  note,     ///< a fact worth knowing
};

struct Check {
  std::string name;
  Need need;
  std::string serves; ///< "lint", "stress, cuda", ...
  std::string found;  ///< version or path; empty = missing
  std::string remedy; ///< the next step when missing, or what a note means
};

/// Runs compilers with --version and looks at files; takes well under a second a compiler.
std::vector<Check> run_checks();

} // namespace burler::tool

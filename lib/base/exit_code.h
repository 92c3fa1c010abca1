// The exit codes of every verb (docs/architecture.md, "Contracts").
#pragma once

namespace burler {

enum class ExitCode : int {
  clean = 0,     ///< something ran and nothing new was found
  findings = 1,  ///< at least one new finding
  usage = 2,     ///< wrong usage or wrong input
  undecided = 3, ///< could not decide: a TU that does not parse, a timeout, nothing ran
};

inline int to_int(ExitCode code) { return static_cast<int>(code); }

} // namespace burler

// What the run found, written at once as one JSON object a line to the file named by BURLER_CUDA_RESULTS, so
// that a crash or a kill loses nothing. The tool adds source lines and words.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace burler::cudahost {

/// One end. Either a code address or a file and line is given.
struct RawSide {
  std::string thread;
  std::string kind;
  std::uint32_t pc = 0; ///< a return address: the access is before it
  std::string file;
  unsigned line = 0;
};

struct RawFinding {
  std::string rule;
  std::string variant; ///< which of the rule's cases; the tool chooses the words by it
  const char* severity = "error";
  const char* confidence = "high";
  std::string subject = {};      ///< variable name, or empty
  std::string subject_kind = {}; ///< shared | device | constant | managed | buffer | pinned | host
  std::string subject_file = {};
  unsigned subject_line = 0;
  std::uint32_t subject_pc = 0; ///< allocation site
  std::string note = {};
  std::vector<RawSide> sides = {};
};

/// Writes the finding unless one with the same rule, variant and places was written before.
void emit(const RawFinding& finding);

/// A fact about the run: "stat", "failure" (the program could not go on) or "note".
void emit_fact(const char* kind, const std::string& name, const std::string& value);

/// True when the accesses are to be judged (BURLER_CUDA_RESULTS is set).
bool results_open();

} // namespace burler::cudahost

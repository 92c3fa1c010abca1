// A recorded schedule and its file, *.schedule.json ("burler-schedule/1"): every step with its thread,
// operation and object, so that replay can check each and name the first difference. Written and read without
// a JSON library, because the process under test must not depend on one; any JSON reader can read it.
#pragma once

#include "base/result.h"
#include "sched/step.h"

#include <string>
#include <string_view>
#include <vector>

namespace burler::sched {

/// A code place of the steps in words, because the binary that could tell may be gone when they are needed.
struct StepPlace {
  Site site = 0;
  std::string function; ///< may be empty
  std::string line;     ///< "cache.cpp:12", may be empty
};

struct Recording {
  static constexpr int version = 1;
  std::string program;                ///< path of the binary as it was run
  std::string directory;              ///< working directory of the run, absolute, empty = unknown
  std::string build_id;               ///< hex GNU build id of the binary, empty when it has none
  std::vector<std::string> arguments; ///< without argv[0]
  std::string strategy;               ///< "pct:3"
  std::uint64_t seed = 0;
  std::uint32_t flags = 0;              ///< runtime::RequestFlag of the run
  std::uint64_t realtime_base_ns = 0;   ///< start of the virtual wall clock
  std::uint64_t max_steps = 0;          ///< bound of the run
  std::string verdict;                  ///< "race", "deadlock", ... as runtime::name_of(Verdict)
  std::string rule;                     ///< rule id of the finding this recording shows, may be empty
  std::string fingerprint;              ///< of that finding, may be empty
  std::vector<std::string> modules;     ///< Site::module indices, 0 = the executable
  std::vector<Site> point_sites;        ///< plain accesses that were scheduling points
  std::vector<std::string> point_names; ///< of each, "function+offset": found again in another build
  std::vector<StepPlace> places;        ///< of the sites in `steps`, each once
  std::vector<std::string> objects;     ///< [ordinal - 1] what an object of the steps is called, may be empty
  std::vector<Switch> faults;           ///< Switch::goes_wrong: what goes wrong, and at which chance for it
  std::vector<Step> steps;              ///< strict replay
  std::vector<Switch> switches;         ///< when not empty: a shrunk schedule, replayed as Mode::guided
};

/// One line per step or switch; stable bytes for equal recordings.
std::string to_text(const Recording& recording);

/// The error names the line and the key.
Result<Recording> recording_from_text(std::string_view text);

/// Reads and writes files; the error names the file.
Result<Recording> read_recording(const std::string& path);
Status write_recording(const Recording& recording, const std::string& path);

/// The context switches of `steps` (every change of thread, also forced ones) and the wake choices, for
/// Mode::guided. Feeding all of them back reproduces `steps`.
std::vector<Switch> switches_of(const std::vector<Step>& steps);

} // namespace burler::sched

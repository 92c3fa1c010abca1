// A running fork server of a program linked with the explore runtime, seen from outside (runtime/protocol.h).
#pragma once

#include "base/result.h"
#include "harness/process.h"
#include "runtime/protocol.h"

#include <memory>
#include <span>
#include <string>
#include <vector>

namespace burler::harness {

/// The program under test, as the user named it and as it is run.
struct Target {
  std::string program;                ///< absolute path
  std::vector<std::string> arguments; ///< without argv[0]
  std::string directory;              ///< working directory, absolute
  std::string build_id;
  std::string
      preload; ///< shared object with the runtime, for a program that is not linked with it; else empty
};

/// What the program's environment needs for Target::preload.
std::vector<std::pair<std::string, std::string>> preload_environment(const Target& target);

struct RunInput {
  runtime::Request request;
  std::span<const sched::Site> points;
  std::span<const sched::Switch> switches;
  std::span<const sched::Step> steps;
  std::uint32_t sleeper_count = 0;              ///< see runtime::Request
  std::span<const std::uint64_t> subjects = {}; ///< sched::Profile, for strategies that use it
  std::span<const sched::Profile::Thread> profiled = {};
  std::span<const sched::ReadsFrom> wishes = {}; ///< for the reads-from search
  bool repeat = false; ///< in the process of the run before, where state allows (runtime/repetition.h)
  std::span<const sched::Site> fault_sites = {}; ///< see runtime::Arena
};

struct RunOutcome {
  runtime::Reply reply;
  OutputTail output;        ///< what the program printed during this run
  bool server_lost = false; ///< the server itself ended: start another session
};

class ExploreSession {
public:
  /// Starts the server and waits for its Hello. The error says why there was none and how to build the
  /// program.
  static Result<std::unique_ptr<ExploreSession>> start(const Target& target);
  ~ExploreSession();

  /// One controlled run. After it arena() holds what happened, until the next call.
  Result<RunOutcome> run(const RunInput& input);

  /// Module numbers mean these files in the runs to come: those of a recording. Before the first run.
  void number_modules(const std::vector<std::string>& paths);

  const runtime::Arena& arena() const { return *arena_; }

private:
  ExploreSession() = default;
  Status map_arena();
  Status greet(const Target& target);

  std::unique_ptr<Process> server_;
  Descriptor requests_, replies_, arena_file_;
  runtime::Arena* arena_ = nullptr; ///< shared memory, unmapped by the destructor
  std::uint64_t run_id_ = 0;
};

} // namespace burler::harness

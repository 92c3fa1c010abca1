// Free runs summed up: each lock with its waits and holds by place, each thread with whom it waited for.
#pragma once

#include "harness/free_run.h"
#include "harness/lock_facts.h"

#include <nlohmann/json.hpp>

#include <map>

namespace burler::harness {

class LockProfile {
public:
  explicit LockProfile(FindingBuilder& builder) : builder_(builder) {}

  void add(const FreeRun& run);
  std::uint64_t runs() const { return runs_; }
  /// "runs", "seconds", "thread_seconds", "waiting" by kind, "D" (waits between threads over the time threads
  /// lived, joins left out of both), "locks" (the most waited for first, hot ones with "advice"), "waits"
  /// (conditions and the like) and "wait_matrix".
  nlohmann::json report(const LockFactsByName& facts) const;

private:
  struct Place {
    std::uint64_t count = 0, contended = 0, failed = 0, wait_ns = 0, wait_most = 0;
    std::uint64_t holds = 0, hold_ns = 0, hold_most = 0;
    void add(const Place& other);
    nlohmann::json json() const;
  };
  struct Named {
    std::uint64_t instances = 0; ///< in the run that had most
    Place sum;
    std::map<std::string, Place> places; ///< "file:line function"
  };
  struct InRun {
    std::vector<std::pair<RawStack, Place>> sites;
    bool lock = false;
    runtime::WaitKind kind{};
  };

  void add_threads(const runtime::ProfileArea& area, std::uint64_t end);
  void add_objects(const runtime::ProfileArea& area);
  RawStack stack(const runtime::ProfileArea& area, const sched::Site* sites, std::uint32_t count) const;
  nlohmann::json lock_json(const std::string& name, const Named& lock, const LockFactsByName& facts) const;

  FindingBuilder& builder_;
  std::uint64_t runs_ = 0, process_ns_ = 0, thread_ns_ = 0, truncated_ = 0;
  std::uint64_t waited_[runtime::wait_kinds] = {};
  std::map<std::string, Named> locks_;
  std::map<std::pair<std::string, std::string>, Named> others_;         ///< kind, name
  std::map<std::pair<std::string, std::string>, std::uint64_t> matrix_; ///< waiter, waited for: ns
};

} // namespace burler::harness

// What the runs of a campaign taught about the program: which shared objects it has, and how many events each
// thread executes on them. Strategies that weigh threads by their future (SURW) get it with a schedule.
#pragma once

#include "runtime/protocol.h"

#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <vector>

namespace burler::harness {

/// For one schedule; storage for sched::Profile.
struct ChosenProfile {
  std::vector<std::uint64_t> subjects;
  std::vector<sched::Profile::Thread> threads;
};

/// Thread-safe.
class EventProfile {
public:
  /// Learns from a run that ended by itself; others show only a part. O(steps).
  void learn(const runtime::Arena& arena);

  /// `count` different subjects, drawn with a chance proportional to their events, and the events of each
  /// thread on them. A function of the seed and of what was learnt. Empty before the first complete run.
  ChosenProfile choose(std::uint64_t seed, std::size_t count) const;

private:
  /// Events of a thread on a subject, a running average: spin loops make single runs misleading.
  using Counts = std::map<std::uint16_t, double>;

  mutable std::mutex mutex_;
  std::map<std::uint64_t, Counts> subjects_; ///< only those that two threads use
  std::vector<std::uint16_t> parents_;
};

/// Number of subjects for a strategy as the user writes it: "surw" 1, "surw:3" 3, others 0.
std::size_t subjects_wanted(const std::string& strategy);

} // namespace burler::harness

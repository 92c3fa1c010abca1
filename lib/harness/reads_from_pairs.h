// Feedback for the reads-from search (sched/strategy_reads_from.cpp): which place has observed what which
// other place left, which of the pairs that are possible have been tried least, and which wishes led to pairs
// that no run had shown before; those are built upon. After RFF (ASPLOS 2024), which mutates schedules the
// same way. Deviations: pairs that differ in the object only are one kind and are tried in turn, so that the
// elements of an array weigh as much as one variable; every kind is tried about equally often, whether seen
// or not; no power schedule.
#pragma once

#include "runtime/protocol.h"
#include "sched/random_source.h"

#include <cstdint>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <vector>

namespace burler::harness {

/// Thread-safe.
class ReadsFromPairs {
public:
  using Wishes = std::vector<sched::ReadsFrom>;

  /// Learns from a run in which `wishes` were made. O(steps) and logarithms.
  void learn(const runtime::Arena& arena, const Wishes& wishes);

  /// A function of the seed and of what was learnt; empty before anything was. `count` 0 = one to three.
  Wishes choose(std::uint64_t seed, std::size_t count);

private:
  /// One (site) that touches a subject.
  struct Place {
    std::uint32_t most = 0; ///< executions in one run
    std::uint16_t thread = 0;
    bool several = false; ///< threads
    bool observes = false, leaves = false;
  };
  using Places = std::map<sched::Site, Place>; ///< of a subject
  struct Kind {
    std::vector<std::uint64_t> subjects;
    std::uint32_t tries = 0;
    bool seen = false;
  };
  using Pair = std::pair<sched::Site, sched::Site>; ///< read, write

  void count(const runtime::Arena& arena, std::map<std::uint64_t, Places>& places, std::set<Pair>& pairs);
  void merge(std::uint64_t subject, const Places& run);
  void offer(std::uint64_t subject, sched::Site read, sched::Site write);
  sched::ReadsFrom fresh(sched::RandomSource& random);

  std::mutex mutex_;
  std::map<std::uint64_t, Places> places_;
  std::map<Pair, Kind> kinds_;
  std::vector<Wishes> fruitful_; ///< the latest ones
  std::size_t next_fruitful_ = 0;
};

/// Whether the strategy, as the user writes it, takes wishes; then how many, 0 = one to three.
bool takes_wishes(const std::string& strategy, std::size_t& count);

} // namespace burler::harness

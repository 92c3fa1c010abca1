// Exhaustive search over the schedules of a small test: dynamic partial order reduction (Flanagan and
// Godefroid, POPL 2005) with sleep sets (Godefroid, LNCS 1032, 1996), stateless: each schedule is executed
// from the start along a prefix. Operations that are independent (sched::dependent) are executed in one order
// only. Deviations: every reversible race adds a branch, not only the last one before each step; after a run
// that was cut short by a defect, where operations never came to pass, all branches are added.
#pragma once

#include "sched/step.h"

#include <cstdint>
#include <set>
#include <vector>

namespace burler::harness {

/// One decision of a run: what was executed, and what could have been. Threads with their pending operations.
struct Decision {
  sched::Step chosen;
  std::vector<sched::Step> options;
};

class ExhaustiveSearch {
public:
  /// The choices to follow, and the operations that stay behind after them (sleep set).
  const std::vector<sched::Step>& prefix() const { return prefix_; }
  const std::vector<sched::Step>& sleepers() const { return sleepers_; }

  /// Takes the run of prefix(), and prepares the next one. `whole`: the run was not cut short. parents[t] is
  /// the creator of thread t. O(decisions^2).
  void learn(const std::vector<Decision>& run, const std::vector<std::uint16_t>& parents, bool whole);

  bool done() const { return done_; }
  /// False when a run left its prefix: the program depends on more than the schedule, nothing is complete.
  bool deterministic() const { return deterministic_; }
  /// Runs that repeated an earlier one up to independent operations.
  std::uint64_t redundant() const { return redundant_; }

private:
  struct Node {
    Decision decision;
    std::set<std::uint16_t> branches; ///< to be explored
    std::set<std::uint16_t> asleep;   ///< explored before, here or above
  };
  bool extend(const std::vector<Decision>& run);
  void find_races(const std::vector<std::uint16_t>& parents);
  void add_branch(Node& node, std::uint16_t thread);
  void go_back();

  std::vector<Node> path_;
  std::vector<sched::Step> prefix_, sleepers_;
  bool done_ = false, deterministic_ = true;
  std::uint64_t redundant_ = 0;
};

} // namespace burler::harness

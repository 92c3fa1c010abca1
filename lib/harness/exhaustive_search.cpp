#include "harness/exhaustive_search.h"

#include <algorithm>
#include <map>

namespace burler::harness {
namespace {

using sched::Op;
using sched::Step;

/// Clocks count the decisions of each thread.
using Clock = std::map<std::uint16_t, std::uint32_t>;

void join(Clock& into, const Clock& from) {
  for (const auto& [thread, count] : from)
    into[thread] = std::max(into[thread], count);
}

bool ends_before_join(const Step& earlier, const Step& later) {
  return earlier.op == Op::thread_exit && later.op == Op::thread_join && later.object == earlier.thread;
}

/// Dependent, but the later one can never come first from where the earlier one runs: a lock that is held
/// cannot be taken, so the race is with the operation that took it.
bool only_in_this_order(const Step& earlier, const Step& later) {
  const bool gives_back = earlier.op == Op::unlock || earlier.op == Op::unlock_shared;
  const bool takes = later.op == Op::lock || (later.op == Op::lock_shared && earlier.op == Op::unlock);
  return gives_back && takes && earlier.object == later.object;
}

const Step* pending(const Decision& decision, std::uint16_t thread) {
  for (const Step& option : decision.options)
    if (option.thread == thread) return &option;
  return nullptr;
}

} // namespace

void ExhaustiveSearch::add_branch(Node& node, std::uint16_t thread) {
  if (pending(node.decision, thread) != nullptr) {
    node.branches.insert(thread);
    return;
  }
  for (const Step& option : node.decision.options)
    node.branches.insert(option.thread);
}

/// Appends the part of the run after the prefix; false when it soon repeats an earlier run.
bool ExhaustiveSearch::extend(const std::vector<Decision>& run) {
  for (std::size_t i = 0; i < path_.size(); ++i)
    if (i >= run.size() || run[i].chosen.thread != path_[i].decision.chosen.thread) {
      deterministic_ = false;
      done_ = true;
      return false;
    }
  for (std::size_t i = path_.size(); i < run.size(); ++i) {
    Node node;
    node.decision = run[i];
    if (i > 0) {
      const Node& before = path_.back();
      for (const std::uint16_t thread : before.asleep) {
        const Step* step = pending(before.decision, thread);
        if (step != nullptr && !sched::dependent(*step, before.decision.chosen)) node.asleep.insert(thread);
      }
    }
    if (node.asleep.contains(run[i].chosen.thread)) return false;
    node.branches.insert(run[i].chosen.thread);
    path_.push_back(std::move(node));
  }
  return true;
}

void ExhaustiveSearch::find_races(const std::vector<std::uint16_t>& parents) {
  std::map<std::uint16_t, Clock> now;
  std::vector<Clock> at(path_.size());
  std::vector<std::uint32_t> own(path_.size()); // number of the decision within its thread
  for (std::size_t j = 0; j < path_.size(); ++j) {
    for (const Step& option : path_[j].decision.options)
      if (!now.contains(option.thread) && option.thread < parents.size())
        now[option.thread] = now[parents[option.thread]]; // born in the step before
    const Step& later = path_[j].decision.chosen;
    const Clock before = now[later.thread];
    Clock after = before;
    for (std::size_t i = 0; i < j; ++i) {
      const Step& earlier = path_[i].decision.chosen;
      if (earlier.thread == later.thread) continue;
      const bool ends = ends_before_join(earlier, later);
      if (!ends && !sched::dependent(earlier, later)) continue;
      join(after, at[i]);
      const auto seen = before.find(earlier.thread);
      const bool ordered = seen != before.end() && seen->second >= own[i];
      if (!ordered && !ends && !only_in_this_order(earlier, later)) add_branch(path_[i], later.thread);
    }
    own[j] = ++after[later.thread];
    now[later.thread] = at[j] = std::move(after);
  }
}

void ExhaustiveSearch::go_back() {
  while (!path_.empty()) {
    Node& node = path_.back();
    node.asleep.insert(node.decision.chosen.thread);
    for (const std::uint16_t thread : node.branches) {
      if (node.asleep.contains(thread)) continue;
      node.decision.chosen = *pending(node.decision, thread);
      prefix_.clear();
      for (const Node& each : path_)
        prefix_.push_back(each.decision.chosen);
      sleepers_.clear();
      for (const std::uint16_t sleeper : node.asleep) {
        const Step* step = pending(node.decision, sleeper);
        if (step != nullptr && !sched::dependent(*step, node.decision.chosen)) sleepers_.push_back(*step);
      }
      return;
    }
    path_.pop_back();
  }
  done_ = true;
}

void ExhaustiveSearch::learn(const std::vector<Decision>& run, const std::vector<std::uint16_t>& parents,
                             bool whole) {
  if (done_) return;
  const bool fresh = extend(run);
  if (done_) return;
  if (!fresh) ++redundant_;
  find_races(parents);
  if (!whole)
    for (Node& node : path_)
      for (const Step& option : node.decision.options)
        node.branches.insert(option.thread);
  go_back();
}

} // namespace burler::harness

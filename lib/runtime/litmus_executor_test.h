// Every execution of a litmus test that detect/weak_memory.h can make: all interleavings and all its choices,
// depth first. No process, no scheduler: the memory model alone. With foresight a load may also take the
// value of a store to come, when that store's thread makes it running alone from there (runtime/foresight.h).
#pragma once

#include "detect/weak_memory.h"
#include "runtime/litmus_program_test.h"

#include <map>
#include <set>
#include <tuple>

namespace burler::runtime::testing {

class LitmusExecutor {
public:
  explicit LitmusExecutor(const std::string& text, bool foresight = false)
      : steps_(litmus_steps(text)), foresight_(foresight) {
    threads_ = steps_.back().thread + 1;
  }

  std::set<int> outcomes() {
    std::set<int> all;
    do {
      if (const int outcome = run()) all.insert(outcome);
      ++runs_;
    } while (next(0));
    return all;
  }
  std::uint64_t runs() const { return runs_; }

private:
  using Memory = detect::WeakMemory;
  struct Execution {
    detect::HappensBefore order;
    Memory memory{order};
    int cells[3] = {};
    std::vector<std::size_t> next; ///< by thread
    std::vector<int> last;         ///< by thread: what its last load read
    std::vector<int> results;      ///< by step
    std::vector<int> able;         ///< threads that are not at their end
    std::size_t promised = 0;      ///< the step that has to store what an open load read
    int value = 0;                 ///< and what it has to store
    int promises = 0;
    bool discarded = false;
  };
  using Promise = std::pair<std::size_t, int>; ///< step and value

  static MemoryOrder order_named(const std::string& name) {
    return name == "rlx"   ? MemoryOrder::relaxed
           : name == "acq" ? MemoryOrder::acquire
           : name == "rel" ? MemoryOrder::release
           : name == "ar"  ? MemoryOrder::acq_rel
                           : MemoryOrder::seq_cst;
  }

  std::uint32_t choose(std::uint32_t count) {
    if (depth_ == path_.size()) path_.push_back({0, count});
    return path_[depth_++].first;
  }
  bool next(std::size_t kept) {
    while (path_.size() > kept && path_.back().first + 1 == path_.back().second)
      path_.pop_back();
    if (path_.size() == kept) return false;
    ++path_.back().first;
    return true;
  }

  std::size_t first_of(int thread) const {
    std::size_t i = 0;
    while (i < steps_.size() && steps_[i].thread != thread)
      ++i;
    return i;
  }

  void step(Execution& run, int thread, bool alone) {
    const std::size_t before = depth_ - (alone ? 0 : 1); // without the choice of this thread
    const std::size_t at = run.next[static_cast<std::size_t>(thread)]++;
    const LitmusStep& step = steps_[at];
    const auto number = static_cast<ThreadNumber>(thread + 1);
    const MemoryOrder order = order_named(step.order);
    int& last = run.last[static_cast<std::size_t>(thread)];
    if (step.kind == 'F') return run.memory.fence(number, order);
    int& cell = run.cells[step.cell];
    const Memory::Place place{0x1000 + 64u * static_cast<unsigned>(step.cell), 4,
                              static_cast<unsigned>(cell)};
    if (step.kind == '=' || step.kind == '?') {
      if (step.kind == '?' && last == 0) return keep(run, at, number, place, -1);
      const int value = step.value < 0 ? last : step.value;
      const auto choices = run.memory.placeable(number, place, order);
      const std::uint32_t position = choices.positions[choose(choices.count)];
      if (run.memory.write(number, place, position, order, static_cast<unsigned>(value))) cell = value;
      return keep(run, at, number, place, value);
    }
    const auto choices = step.kind == 'r' ? run.memory.readable(number, place, order)
                                          : run.memory.updatable(number, place, order, nullptr);
    std::vector<Promise> promises;
    if (step.kind == 'r' && foresight_ && !alone && !run.memory.foreseeing() && run.promises < 2)
      promises = promises_for(run, before, thread, step.cell);
    const std::uint32_t chosen = choose(choices.count + static_cast<std::uint32_t>(promises.size()));
    if (chosen >= choices.count) {
      run.memory.foresee(number, place, order);
      ++run.promises;
      std::tie(run.promised, run.value) = promises[chosen - choices.count];
      last = run.results[at] = run.value;
      return;
    }
    const std::uint32_t position = choices.positions[chosen];
    last = run.results[at] = static_cast<int>(run.memory.value_at(place, position));
    if (step.kind == 'r') return run.memory.read(number, place, position, order);
    if (run.memory.update(number, place, position, order, static_cast<unsigned>(last + step.value)))
      cell = last + step.value;
    keep(run, at, number, place, last + step.value);
  }

  /// After a store: is it the one that was foreseen, and could it be?
  void keep(Execution& run, std::size_t at, ThreadNumber thread, const Memory::Place& place, int value) {
    if (!run.memory.foreseeing() || run.promised != at) return;
    if (value != run.value || !run.memory.fulfil(thread, place)) run.discarded = true;
  }

  bool ended(const Execution& run, int thread) const {
    const std::size_t at = run.next[static_cast<std::size_t>(thread)];
    return at == steps_.size() || steps_[at].thread != thread;
  }

  /// What the other threads store to the cell, each running alone from here.
  std::vector<Promise> promises_for(const Execution& run, std::size_t depth, int reader, int cell) {
    const auto path = path_;
    const std::size_t here = depth_;
    const Path prefix(path.begin(), path.begin() + static_cast<std::ptrdiff_t>(depth));
    const auto known = promises_.find({prefix, reader});
    if (known != promises_.end()) return known->second;
    std::size_t taken = 0; // steps so far
    for (int t = 0; t < threads_; ++t)
      taken += run.next[static_cast<std::size_t>(t)] - first_of(t);
    --taken;
    std::set<Promise> found;
    for (int t = 0; t < threads_; ++t) {
      if (t == reader || ended(run, t)) continue;
      path_ = prefix;
      do {
        Execution trial;
        begin(trial);
        for (std::size_t i = 0; i < taken; ++i)
          advance(trial);
        while (!ended(trial, t)) {
          const std::size_t at = trial.next[static_cast<std::size_t>(t)];
          step(trial, t, true);
          const LitmusStep& made = steps_[at];
          if (made.writes() && made.cell == cell &&
              !(made.kind == '?' && trial.last[static_cast<std::size_t>(t)] == 0))
            found.insert({at, made.kind == '+' ? trial.last[static_cast<std::size_t>(t)] + made.value
                              : made.value < 0 ? trial.last[static_cast<std::size_t>(t)]
                                               : made.value});
        }
      } while (next(prefix.size()));
    }
    path_ = path;
    depth_ = here;
    return promises_[{prefix, reader}] = std::vector<Promise>(found.begin(), found.end());
  }

  void begin(Execution& run) {
    depth_ = 0;
    run.order.start_main(0);
    run.results.assign(steps_.size(), 0);
    run.last.assign(static_cast<std::size_t>(threads_), 0);
    for (int t = 0; t < threads_; ++t) {
      run.order.start_thread(static_cast<ThreadNumber>(t + 1), 0);
      run.next.push_back(first_of(t));
      run.able.push_back(t);
    }
  }

  void advance(Execution& run) {
    const std::uint32_t index = choose(static_cast<std::uint32_t>(run.able.size()));
    const int thread = run.able[index];
    step(run, thread, false);
    if (ended(run, thread)) run.able.erase(run.able.begin() + index);
  }

  /// The outcome; 0 when the execution was none.
  int run() {
    Execution run;
    begin(run);
    while (!run.able.empty() && !run.discarded)
      advance(run);
    if (run.discarded || run.memory.foreseeing()) return 0;
    int code = 0;
    for (std::size_t i = 0; i < steps_.size(); ++i)
      if (steps_[i].reads()) code = code * 5 + run.results[i];
    for (const int cell : run.cells)
      code = code * 5 + cell;
    return 1 + code;
  }

  std::vector<LitmusStep> steps_;
  bool foresight_;
  int threads_ = 0;
  std::uint64_t runs_ = 0;
  std::size_t depth_ = 0;
  using Path = std::vector<std::pair<std::uint32_t, std::uint32_t>>; ///< choice and number of choices
  Path path_;
  std::map<std::pair<Path, int>, std::vector<Promise>>
      promises_; ///< by what was chosen before, and the reader
};

} // namespace burler::runtime::testing

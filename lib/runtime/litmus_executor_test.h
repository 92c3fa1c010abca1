// Every execution of a litmus test that detect/weak_memory.h can make: all interleavings and all its choices,
// depth first. No process, no scheduler: the memory model alone.
#pragma once

#include "detect/weak_memory.h"
#include "runtime/litmus_program_test.h"

#include <set>

namespace burler::runtime::testing {

class LitmusExecutor {
public:
  explicit LitmusExecutor(const std::string& text) : steps_(litmus_steps(text)) {
    threads_ = steps_.back().thread + 1;
  }

  std::set<int> outcomes() {
    std::set<int> all;
    do {
      all.insert(run());
      ++runs_;
    } while (next());
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
  };

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
  bool next() {
    while (!path_.empty() && path_.back().first + 1 == path_.back().second)
      path_.pop_back();
    if (path_.empty()) return false;
    ++path_.back().first;
    return true;
  }

  std::size_t first_of(int thread) const {
    std::size_t i = 0;
    while (i < steps_.size() && steps_[i].thread != thread)
      ++i;
    return i;
  }

  void step(Execution& run, int thread) {
    const std::size_t at = run.next[static_cast<std::size_t>(thread)]++;
    const LitmusStep& step = steps_[at];
    const auto number = static_cast<ThreadNumber>(thread + 1);
    const MemoryOrder order = order_named(step.order);
    int& last = run.last[static_cast<std::size_t>(thread)];
    if (step.kind == 'F') return run.memory.fence(number, order);
    int& cell = run.cells[step.cell];
    const Memory::Place place{0x1000 + 64u * static_cast<unsigned>(step.cell), 4,
                              static_cast<unsigned>(cell)};
    const int value = step.value < 0 ? last : step.value;
    if (step.kind == '=' || step.kind == '?') {
      if (step.kind == '?' && last == 0) return;
      const auto choices = run.memory.placeable(number, place, order);
      const std::uint32_t position = choices.positions[choose(choices.count)];
      if (run.memory.write(number, place, position, order, static_cast<unsigned>(value))) cell = value;
      return;
    }
    const auto choices = step.kind == 'r' ? run.memory.readable(number, place, order)
                                          : run.memory.updatable(number, place, order, nullptr);
    const std::uint32_t position = choices.positions[choose(choices.count)];
    last = run.results[at] = static_cast<int>(run.memory.value_at(place, position));
    if (step.kind == 'r')
      run.memory.read(number, place, position, order);
    else if (run.memory.update(number, place, position, order, static_cast<unsigned>(last + value)))
      cell = last + value;
  }

  int run() {
    depth_ = 0;
    Execution run;
    run.order.start_main(0);
    run.results.assign(steps_.size(), 0);
    run.last.assign(static_cast<std::size_t>(threads_), 0);
    std::vector<int> able;
    for (int t = 0; t < threads_; ++t) {
      run.order.start_thread(static_cast<ThreadNumber>(t + 1), 0);
      run.next.push_back(first_of(t));
      able.push_back(t);
    }
    while (!able.empty()) {
      const std::uint32_t index = choose(static_cast<std::uint32_t>(able.size()));
      const int thread = able[index];
      step(run, thread);
      const std::size_t at = run.next[static_cast<std::size_t>(thread)];
      if (at == steps_.size() || steps_[at].thread != thread) able.erase(able.begin() + index);
    }
    int code = 0;
    for (std::size_t i = 0; i < steps_.size(); ++i)
      if (steps_[i].reads()) code = code * 5 + run.results[i];
    for (const int cell : run.cells)
      code = code * 5 + cell;
    return 1 + code;
  }

  std::vector<LitmusStep> steps_;
  int threads_ = 0;
  std::uint64_t runs_ = 0;
  std::size_t depth_ = 0;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> path_; ///< choice and number of choices
};

} // namespace burler::runtime::testing

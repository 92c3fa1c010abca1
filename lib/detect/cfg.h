// Shape of a function's mini CFG: event numbers, order, loops, and where joins take effect.
#pragma once

#include "summary/translation_unit.h"

#include <cstdint>
#include <vector>

namespace burler::detect {

class Cfg {
public:
  explicit Cfg(const summary::Function& function);

  const summary::Function& function() const { return *function_; }
  /// Number of the block's first event.
  std::uint32_t first_event(std::uint32_t block) const { return first_event_[block]; }
  std::uint32_t event_count() const { return event_count_; }
  const std::vector<std::uint32_t>& order() const { return order_; } ///< reverse post-order, reachable blocks
  const std::vector<std::uint32_t>& predecessors(std::uint32_t block) const { return predecessors_[block]; }
  /// Control can pass the block by within the innermost loop, or the function: it is under a branch.
  bool conditional(std::uint32_t block) const { return conditional_[block]; }
  bool in_loop(std::uint32_t block) const { return loop_header_[block] >= 0; }
  std::int64_t loop_header(std::uint32_t block) const { return loop_header_[block]; } ///< innermost, or -1

  /// Blocks at whose entry the joins of `block` already take effect: a loop over handles joins them all, also
  /// where it could in theory run zero times, and `if (t.joinable()) t.join()` joins on both branches.
  const std::vector<std::uint32_t>& early_targets(std::uint32_t block) const { return early_targets_[block]; }
  /// True when the event can be reached again from itself without passing an event for which `stop` is true.
  template <class Stop> bool repeats_without(std::uint32_t event, Stop stop) const;

private:
  void number();
  void find_order();
  void find_loops();
  void hoist_joins();
  void find_conditional();
  bool asks_something_newer(std::uint32_t branch, bool (*forks)(const summary::Event&)) const;
  bool same_outcome(std::uint32_t branch, std::uint32_t to, std::uint32_t other,
                    std::uint32_t other_to) const;

  const summary::Function* function_;
  std::vector<std::uint32_t> first_event_;
  std::uint32_t event_count_ = 0;
  std::vector<std::uint32_t> order_;
  std::vector<std::uint32_t> position_; ///< in order_, or a large number
  std::vector<std::vector<std::uint32_t>> predecessors_;
  std::vector<bool> conditional_;
  std::vector<std::int64_t> loop_header_; ///< innermost loop's header, or -1
  std::vector<std::vector<std::uint32_t>> early_targets_;
};

template <class Stop> bool Cfg::repeats_without(std::uint32_t event, Stop stop) const {
  const auto& blocks = function_->blocks;
  std::uint32_t home = 0;
  while (home + 1 < blocks.size() && first_event_[home + 1] <= event)
    ++home;
  std::vector<bool> seen(blocks.size());
  std::vector<std::uint32_t> open;
  // Scans a block's events [from, to); false when stopped.
  const auto clear = [&](std::uint32_t block, std::uint32_t from, std::uint32_t to) {
    for (std::uint32_t e = from; e < to; ++e)
      if (stop(blocks[block].events[e - first_event_[block]])) return false;
    return true;
  };
  const auto end_of = [&](std::uint32_t b) {
    return first_event_[b] + static_cast<std::uint32_t>(blocks[b].events.size());
  };
  if (!clear(home, event + 1, end_of(home))) return false;
  open.assign(blocks[home].successors.begin(), blocks[home].successors.end());
  while (!open.empty()) {
    const std::uint32_t block = open.back();
    open.pop_back();
    if (block == home && clear(home, first_event_[home], event)) return true;
    if (seen[block]) continue;
    seen[block] = true;
    if (block != home && clear(block, first_event_[block], end_of(block)))
      open.insert(open.end(), blocks[block].successors.begin(), blocks[block].successors.end());
  }
  return false;
}

} // namespace burler::detect

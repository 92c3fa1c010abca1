#include "detect/cfg.h"

#include <algorithm>
#include <limits>

namespace burler::detect {
namespace {

/// Beyond this the quadratic question which blocks are conditional is not asked.
constexpr std::size_t most_blocks = 2000;
constexpr std::uint32_t unreached = std::numeric_limits<std::uint32_t>::max();

bool is_join(const summary::Event& e) {
  return e.kind == summary::EventKind::join || e.kind == summary::EventKind::await;
}

} // namespace

Cfg::Cfg(const summary::Function& function) : function_(&function) {
  early_targets_.resize(function.blocks.size());
  number();
  find_order();
  find_loops();
  find_conditional();
  hoist_joins();
}

void Cfg::find_conditional() {
  const auto& blocks = function_->blocks;
  conditional_.assign(blocks.size(), false);
  for (const std::uint32_t b : order_) {
    const std::int64_t header = loop_header_[b];
    if (header == static_cast<std::int64_t>(b) || blocks.size() > most_blocks) continue;
    const std::uint32_t start = header < 0 ? 0 : static_cast<std::uint32_t>(header);
    std::vector<bool> seen(blocks.size());
    std::vector<std::uint32_t> open{start};
    seen[b] = true;
    while (!open.empty() && !conditional_[b]) {
      const std::uint32_t at = open.back();
      open.pop_back();
      if (seen[at]) continue;
      seen[at] = true;
      if (header < 0 && blocks[at].successors.empty() && !blocks[at].abandons) conditional_[b] = b != 0;
      for (const std::uint32_t to : blocks[at].successors) {
        if (header >= 0 && to == start && at != start) conditional_[b] = true;
        if (header < 0 || loop_header_[to] >= 0) open.push_back(to);
      }
    }
  }
}

void Cfg::number() {
  for (const summary::Block& b : function_->blocks) {
    first_event_.push_back(event_count_);
    event_count_ += static_cast<std::uint32_t>(b.events.size());
  }
}

void Cfg::find_order() {
  const auto& blocks = function_->blocks;
  predecessors_.resize(blocks.size());
  position_.assign(blocks.size(), unreached);
  if (blocks.empty()) return;
  std::vector<std::pair<std::uint32_t, std::size_t>> stack{{0, 0}};
  std::vector<bool> seen(blocks.size());
  seen[0] = true;
  while (!stack.empty()) {
    auto& [block, next] = stack.back();
    if (next == blocks[block].successors.size()) {
      order_.push_back(block);
      stack.pop_back();
      continue;
    }
    const std::uint32_t to = blocks[block].successors[next++];
    if (seen[to]) continue;
    seen[to] = true;
    stack.emplace_back(to, 0);
  }
  std::reverse(order_.begin(), order_.end());
  for (std::uint32_t i = 0; i < order_.size(); ++i)
    position_[order_[i]] = i;
  for (const std::uint32_t b : order_)
    for (const std::uint32_t to : blocks[b].successors)
      predecessors_[to].push_back(b);
}

/// A back edge goes to an earlier block of the order; the blocks that reach its source without passing the
/// header are the loop. Good enough for the reducible graphs that structured code gives.
void Cfg::find_loops() {
  loop_header_.assign(function_->blocks.size(), -1);
  for (const std::uint32_t source : order_) {
    for (const std::uint32_t header : function_->blocks[source].successors) {
      if (position_[header] > position_[source]) continue;
      std::vector<std::uint32_t> open{source};
      std::vector<bool> seen(function_->blocks.size());
      seen[header] = true;
      std::vector<std::uint32_t> body{header};
      while (!open.empty()) {
        const std::uint32_t b = open.back();
        open.pop_back();
        if (seen[b]) continue;
        seen[b] = true;
        body.push_back(b);
        open.insert(open.end(), predecessors_[b].begin(), predecessors_[b].end());
      }
      for (const std::uint32_t b : body) {
        std::int64_t& known = loop_header_[b];
        if (known < 0 || position_[header] >= position_[static_cast<std::size_t>(known)]) known = header;
      }
    }
  }
}

void Cfg::hoist_joins() {
  const auto& blocks = function_->blocks;
  const auto has = [&](std::uint32_t b, auto predicate) {
    return std::any_of(blocks[b].events.begin(), blocks[b].events.end(), predicate);
  };
  const auto forks = [](const summary::Event& e) { return e.kind == summary::EventKind::fork; };
  const auto joins = [](const summary::Event& e) { return e.kind == summary::EventKind::join; };
  for (const std::uint32_t b : order_) {
    if (!has(b, is_join)) continue;
    if (const std::int64_t header = loop_header_[b]; header >= 0) {
      const bool forking = std::any_of(order_.begin(), order_.end(), [&](std::uint32_t other) {
        return loop_header_[other] == header && has(other, forks);
      });
      if (!forking) early_targets_[b].push_back(static_cast<std::uint32_t>(header));
    }
    if (predecessors_[b].size() != 1 || !has(b, joins)) continue;
    const std::uint32_t before = predecessors_[b].front();
    const auto& branches = blocks[before].successors;
    const auto& after = blocks[b].successors;
    const bool as_started =
        branches.size() == 2 && std::any_of(order_.begin(), order_.end(), [&](std::uint32_t f) {
          return has(f, forks) && predecessors_[f].size() == 1 &&
                 same_outcome(predecessors_[f].front(), f, before, b);
        });
    const bool unrelated = asks_something_newer(before, forks);
    for (const std::uint32_t other : branches)
      if (branches.size() == 2 && other != b && !unrelated &&
          (as_started || std::find(after.begin(), after.end(), other) != after.end()))
        early_targets_[b].push_back(other);
  }
}

/// The branch asks a local variable that has got its only value after every thread of the function was
/// started for certain: it cannot say whether there is a thread to join.
bool Cfg::asks_something_newer(std::uint32_t branch, bool (*forks)(const summary::Event&)) const {
  const auto& blocks = function_->blocks;
  if (!blocks[branch].firm || !blocks[branch].subject) return false;
  std::uint32_t started = 0, changed = 0, changes = 0;
  for (const std::uint32_t b : order_)
    for (std::size_t i = 0; i < blocks[b].events.size(); ++i) {
      const summary::Event& e = blocks[b].events[i];
      const std::uint32_t place =
          position_[b] << 12 | static_cast<std::uint32_t>(std::min<std::size_t>(i, 4095));
      if (forks(e)) {
        if (conditional_[b]) return false;
        started = std::max(started, place + 1);
      } else if (e.changes(blocks[branch].subject)) {
        changed = place + 1;
        ++changes;
      }
    }
  return started != 0 && changes == 1 && changed > started;
}

/// Do the branches at the ends of two blocks ask the same thing, and lead with one answer to `to` and
/// `other_to`? What they ask must not change anywhere but at its declaration.
bool Cfg::same_outcome(std::uint32_t branch, std::uint32_t to, std::uint32_t other,
                       std::uint32_t other_to) const {
  const auto& blocks = function_->blocks;
  const summary::Block &x = blocks[branch], &y = blocks[other];
  if (branch == other || !x.subject || x.subject != y.subject || x.value != y.value ||
      x.successors.size() != 2 || y.successors.size() != 2)
    return false;
  const bool first = (x.successors[0] == to) != x.inverted,
             second = (y.successors[0] == other_to) != y.inverted;
  if (first != second) return false;
  std::size_t changes = 0;
  for (const summary::Block& block : blocks)
    changes += static_cast<std::size_t>(
        std::count_if(block.events.begin(), block.events.end(),
                      [&](const summary::Event& e) { return e.changes(x.subject); }));
  return changes <= 1;
}

} // namespace burler::detect

#include "detect/branches.h"

#include <algorithm>

namespace burler::detect {
namespace {

/// What runs between the values of a condition and the branch leaves no event or only reads.
bool feeds(const summary::Event& e) {
  return e.kind == summary::EventKind::read || e.kind == summary::EventKind::atomic ||
         e.kind == summary::EventKind::call ||
         (e.kind == summary::EventKind::write && e.has(summary::flag_lookup));
}

} // namespace

std::vector<bool> reachable(const summary::Function& f, std::uint32_t from, std::uint32_t without) {
  std::vector<bool> seen(f.blocks.size());
  std::vector<std::uint32_t> open{from};
  while (!open.empty()) {
    const std::uint32_t block = open.back();
    open.pop_back();
    if (block == without || seen[block]) continue;
    seen[block] = true;
    open.insert(open.end(), f.blocks[block].successors.begin(), f.blocks[block].successors.end());
  }
  return seen;
}

Branches::Branches(const summary::Function& function) {
  std::uint32_t next = 0;
  for (const summary::Block& block : function.blocks) {
    first_event_.push_back(next);
    next += static_cast<std::uint32_t>(block.events.size());
  }
  if (function.blocks.size() > most_blocks) return;
  for (std::uint32_t b = 0; b < function.blocks.size(); ++b) {
    const summary::Block& block = function.blocks[b];
    if (block.successors.size() != 2 || block.successors[0] == block.successors[1]) continue;
    Branch branch;
    branch.block = b;
    branch.end = first_event_[b] + static_cast<std::uint32_t>(block.events.size());
    branch.first_test = branch.end;
    while (branch.first_test > first_event_[b] &&
           feeds(block.events[branch.first_test - first_event_[b] - 1]))
      --branch.first_test;
    const auto one = reachable(function, block.successors[0], b),
               other = reachable(function, block.successors[1], b);
    branch.decided.resize(function.blocks.size());
    for (std::size_t i = 0; i < one.size(); ++i)
      branch.decided[i] = one[i] != other[i];
    branches_.push_back(std::move(branch));
  }
}

std::uint32_t Branches::block_of(std::uint32_t event) const {
  const auto after = std::upper_bound(first_event_.begin(), first_event_.end(), event);
  return static_cast<std::uint32_t>(after - first_event_.begin()) - 1;
}

} // namespace burler::detect

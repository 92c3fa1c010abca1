#include "detect/premises.h"

#include <algorithm>

namespace burler::detect {
namespace {

bool changes(const summary::Function& f, Symbol subject) {
  return std::any_of(f.blocks.begin(), f.blocks.end(), [&](const summary::Block& block) {
    return std::any_of(block.events.begin(), block.events.end(),
                       [&](const summary::Event& e) { return e.changes(subject); });
  });
}

/// The parameter that the block's branch tests and nothing else, or -1.
std::int32_t tested_formal(const summary::Function& f, const summary::Block& block) {
  const bool two = block.successors.size() == 2 && block.successors[0] != block.successors[1];
  if (!two || !block.firm || !block.subject || block.depends.size() != 1) return -1;
  const AccessPath& tested = block.depends.front();
  if (tested.root.kind != RootKind::formal || !tested.steps.empty() || changes(f, block.subject)) return -1;
  return static_cast<std::int32_t>(tested.root.index);
}

/// The blocks that can be reached from `from` without going from `out` to its successor number `shut`.
std::vector<bool> reach(const summary::Function& f, std::uint32_t out, std::uint32_t shut) {
  std::vector<bool> seen(f.blocks.size());
  std::vector<std::uint32_t> open{0};
  while (!open.empty()) {
    const std::uint32_t block = open.back();
    open.pop_back();
    if (seen[block]) continue;
    seen[block] = true;
    const auto& next = f.blocks[block].successors;
    for (std::uint32_t i = 0; i < next.size(); ++i)
      if (block != out || i != shut) open.push_back(next[i]);
  }
  return seen;
}

} // namespace

bool Premise::denied_by(const summary::Event& call) const {
  if (formal < 0 || static_cast<std::size_t>(formal) >= call.names.size()) return false;
  const Symbol given = call.names[static_cast<std::size_t>(formal)];
  return given && (given == value) != equal;
}

Premises::Premises(const summary::Function& f) : premises_(f.blocks.size()) {
  if (f.blocks.size() > most_blocks) return;
  for (std::uint32_t b = 0; b < f.blocks.size(); ++b) {
    const summary::Block& block = f.blocks[b];
    const std::int32_t formal = tested_formal(f, block);
    if (formal < 0) continue;
    for (const std::uint32_t way : {0u, 1u}) {
      const std::vector<bool> without = reach(f, b, way);
      for (std::size_t i = 0; i < without.size(); ++i) // only this way leads there
        if (!without[i]) premises_[i] = {formal, block.value, (way == 0) != block.inverted};
    }
  }
}

} // namespace burler::detect

// Numbers that stand only for a moment: a write and the later write that takes it back, and the assertions
// that may look in between.
#include "detect/function_analysis.h"

#include <algorithm>

namespace burler::detect {

using summary::EventKind;

namespace {

constexpr std::size_t most_followed = 2000; ///< events looked at for one write

/// "+1" and "-1", or "=1" and "=0".
bool takes_back(const SymbolTable& symbols, Symbol change, Symbol later) {
  const std::string& a = symbols.text(change);
  const std::string& b = symbols.text(later);
  if (a.empty() || b.empty() || a == b) return false;
  if (a[0] == '=' || b[0] == '=') return a[0] == b[0];
  return a[0] != b[0] && a.compare(1, a.size(), b, 1) == 0;
}

} // namespace

void FunctionAnalysis::note_value(const summary::Event& e, const FlowState& state, PathId path) {
  if (!emitting_ || path == 0 || e.names.empty()) return;
  ValueAccess a;
  static_cast<Access&>(a) = access_here(e, state, path);
  a.write = e.kind == EventKind::write;
  a.value = e.names.front();
  a.section = state.at.held;
  if (a.write)
    changes_.push_back(a);
  else if (out_.values.size() < most_values)
    out_.values.push_back(a);
}

/// The first writes of the same object after number `first`, on every way; false when one of them does not
/// take the change back, or when a pointer on the way to the object moves before.
bool FunctionAnalysis::follow_change(std::size_t first, std::vector<std::size_t>& ends,
                                     std::set<std::uint32_t>& passed) {
  const ValueAccess& change = changes_[first];
  std::uint32_t block = 0;
  while (block + 1 < function_.blocks.size() && cfg_.first_event(block + 1) <= change.event)
    ++block;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> open{{block, change.event + 1}};
  std::set<std::uint32_t> entered;
  while (!open.empty()) {
    const auto [at, from] = open.back();
    open.pop_back();
    bool met = false;
    const auto& events = function_.blocks[at].events;
    for (std::size_t i = from - cfg_.first_event(at); i < events.size() && !met; ++i) {
      const std::uint32_t number = cfg_.first_event(at) + static_cast<std::uint32_t>(i);
      passed.insert(number);
      const summary::Event& e = events[i];
      if (passed.size() > most_followed) return false;
      if (e.kind == EventKind::assign && facts_.paths.starts_with(change.path, intern(e.dst))) return false;
      if (e.kind != EventKind::write) continue;
      auto later = std::find_if(changes_.begin(), changes_.end(),
                                [&](const ValueAccess& c) { return c.event == number; });
      while (later != changes_.end() && later->path != change.path && std::next(later) != changes_.end() &&
             std::next(later)->event == number) // one event, two names
        ++later;
      if (later == changes_.end()) {
        if (facts_.paths.starts_with(change.path, intern(e.path))) return false;
        continue;
      }
      if (later->path != change.path) continue;
      if (!takes_back(facts_.program.symbols, change.value, later->value)) return false;
      ends.push_back(static_cast<std::size_t>(later - changes_.begin()));
      met = true;
    }
    if (met) continue;
    for (const std::uint32_t next : function_.blocks[at].successors)
      if (entered.insert(next).second) open.emplace_back(next, cfg_.first_event(next));
  }
  return !ends.empty();
}

/// Locks held at both that no event in between has taken.
SetId FunctionAnalysis::kept_locks(const ValueAccess& from, const ValueAccess& to,
                                   const std::set<std::uint32_t>& passed) {
  const SetId both = facts_.sets.intersect(from.at.held, to.at.held);
  return facts_.sets.erase_if(both, [&](std::uint32_t item) {
    if (facts_.sets.contains(to.at.released, lock_of(item))) return true;
    return std::any_of(passed.begin(), passed.end(), [&](std::uint32_t event) {
      const auto taken = section_locks_.find(event + 1);
      return taken != section_locks_.end() && facts_.sets.contains(taken->second, lock_of(item));
    });
  });
}

void FunctionAnalysis::pair_changes() {
  for (std::size_t i = 0; i < changes_.size() && out_.values.size() < most_values; ++i) {
    std::vector<std::size_t> ends;
    std::set<std::uint32_t> passed;
    if (!follow_change(i, ends, passed)) continue;
    ValueAccess change = changes_[i];
    change.restored = changes_[ends.front()].value;
    change.end = changes_[ends.front()].origin.place;
    for (const std::size_t end : ends) {
      change.at.held = facts_.sets.intersect(change.at.held, kept_locks(changes_[i], changes_[end], passed));
      change.at.released = facts_.sets.unite(change.at.released, changes_[end].at.released);
    }
    out_.values.push_back(change);
  }
}

} // namespace burler::detect

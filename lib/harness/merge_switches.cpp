#include "harness/merge_switches.h"

namespace burler::harness {
namespace {

using Switches = std::vector<sched::Switch>;

/// The switches with those after `first` up to `last` taken into it; empty when they are no chain.
Switches merged(const Switches& switches, std::size_t first, std::size_t last) {
  for (std::size_t i = first; i <= last; ++i)
    if (switches[i].kind != sched::Switch::run) return {};
  if (switches[first].from == switches[last].to) return {};
  Switches out(switches.begin(), switches.begin() + static_cast<std::ptrdiff_t>(first + 1));
  out.back().to = switches[last].to;
  out.insert(out.end(), switches.begin() + static_cast<std::ptrdiff_t>(last + 1), switches.end());
  return out;
}

} // namespace

Switches merge_switches(Switches switches, const std::function<bool(const Switches&)>& holds,
                        const std::function<bool()>& out_of_budget) {
  for (std::size_t first = 0; first + 1 < switches.size(); ++first)
    for (std::size_t last = switches.size() - 1; last > first; --last) {
      if (out_of_budget()) return switches;
      Switches shorter = merged(switches, first, last);
      if (shorter.empty() || !holds(shorter)) continue;
      switches = std::move(shorter);
      break;
    }
  return switches;
}

} // namespace burler::harness

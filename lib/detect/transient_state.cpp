#include "detect/transient_state.h"

#include <algorithm>

namespace burler::detect {
namespace {

const ValueAccess& value_of(const Instance& i) { return static_cast<const ValueAccess&>(*i.access); }

/// The assertion holds before and after, and fails in between.
bool breaks(const SymbolTable& symbols, const ValueAccess& change, const ValueAccess& demand) {
  const std::string& does = symbols.text(change.value);
  const std::string wanted = "=" + symbols.text(demand.value);
  return does[0] != '=' || (does != wanted && symbols.text(change.restored) == wanted);
}

bool share_section(VoteContext& context, const Instance& a, const Instance& b) {
  const SetId x = context.tree.canonical_held(a.thread, value_of(a).section);
  const SetId y = context.tree.canonical_held(b.thread, value_of(b).section);
  const auto locks = [&](SetId held) {
    return context.facts.sets.map(held, [](std::uint32_t item) { return lock_of(item); });
  };
  return !context.facts.sets.disjoint(locks(x), locks(y));
}

} // namespace

std::vector<TransientState> find_transient_states(VoteContext context, const std::vector<Instance>& values,
                                                  const std::vector<std::string>& disabled) {
  const SymbolTable& symbols = context.facts.program.symbols;
  const auto wanted = [&](const Instance& a, const Instance& b) {
    if (a.access->write == b.access->write) return false;
    const Instance& change = a.access->write ? a : b;
    const Instance& demand = a.access->write ? b : a;
    return breaks(symbols, value_of(change), value_of(demand)) && share_section(context, a, b);
  };
  std::vector<TransientState> out;
  for (Race& race : find_races(context, values, disabled, wanted)) {
    if (race.relation.assumed) continue;
    if (race.a.access->write) std::swap(race.a, race.b);
    out.push_back({race, &value_of(race.a), &value_of(race.b)});
  }
  return out;
}

} // namespace burler::detect

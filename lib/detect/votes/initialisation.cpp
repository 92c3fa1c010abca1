#include "detect/votes/vote.h"

#include "detect/type_facts.h"

#include <algorithm>

namespace burler::detect {
namespace {

/// Under the lock of a one-time initialiser: call_once, or the guard of a function-local static.
bool initialises(const Facts& facts, const Instance& i) {
  const auto& items = facts.sets[i.held];
  return i.access->write && std::any_of(items.begin(), items.end(), [&](std::uint32_t item) {
           const summary::Type* type = declared_type(facts.program, facts.paths, facts.paths[lock_of(item)]);
           return type != nullptr && type->has(summary::type_sync);
         });
}

/// What a one-time initialiser writes is usually complete before the threads that read it exist, in ways that
/// cannot be seen from the reader.
class Initialisation final : public Vote {
public:
  std::string_view name() const override { return "initialisation"; }
  Belief operator()(VoteContext& context, const Pair& pair) const override {
    return initialises(context.facts, pair.a) || initialises(context.facts, pair.b) ? Belief::low
                                                                                    : Belief::high;
  }
};

} // namespace

std::unique_ptr<Vote> make_initialisation_vote() { return std::make_unique<Initialisation>(); }

} // namespace burler::detect

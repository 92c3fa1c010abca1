#include "detect/votes/vote.h"

namespace burler::detect {
namespace {

/// [intro.races]: two accesses conflict when one modifies and they are not both atomic. Static locals are
/// initialised under the ABI's own guard.
class Conflict final : public Vote {
public:
  std::string_view name() const override { return "conflict"; }
  int cost() const override { return 0; }
  Belief operator()(VoteContext&, const Pair& pair) const override {
    const Access& a = *pair.a.access;
    const Access& b = *pair.b.access;
    if (!a.write && !b.write) return Belief::none;
    if (a.atomic && b.atomic) return Belief::none;
    if (((a.flags | b.flags) & (summary::flag_unevaluated_once | summary::flag_internal)) != 0)
      return Belief::none;
    // `map[key]` inserts only where the key is new.
    const auto meant = [](const Access& x) { return x.write && (x.flags & summary::flag_lookup) == 0; };
    if (!meant(a) && !meant(b)) return Belief::medium;
    // A volatile object is meant to be touched by several; whether that is right is another rule's question.
    if ((a.flags & b.flags & summary::flag_volatile) != 0) return Belief::low;
    const bool volatiles = ((a.flags | b.flags) & summary::flag_volatile) != 0;
    const bool hidden = ((a.flags | b.flags) & summary::flag_hidden) != 0;
    return hidden || a.atomic || b.atomic || volatiles ? Belief::medium : Belief::high;
  }
};

} // namespace

std::unique_ptr<Vote> make_conflict_vote() { return std::make_unique<Conflict>(); }

} // namespace burler::detect

#include "detect/votes/vote.h"

#include <algorithm>

namespace burler::detect {
namespace {

bool holds(const Facts& facts, const Instance& i, const Guard& guard) {
  const auto& items = facts.sets[i.held];
  return std::any_of(items.begin(), items.end(),
                     [&](std::uint32_t item) { return subject_of(facts, lock_of(item)) == guard.lock; });
}

/// NO_THREAD_SAFETY_ANALYSIS: the author knows.
bool opted_out(const Facts& facts, const Instance& i) {
  const summary::Function* f = facts.program.function(i.access->origin.function);
  return f != nullptr && f->has(summary::fn_no_thread_safety);
}

/// Without visible threads, that a class writes a field under a lock says that the field is shared; a class
/// that takes no lock says nothing. Never more than medium: RacerD restricts itself in the same way for C++.
class Evidence final : public Vote {
public:
  std::string_view name() const override { return "evidence"; }
  Belief operator()(VoteContext& context, const Pair& pair) const override {
    if (!pair.relation.assumed) return Belief::high;
    if (opted_out(context.facts, pair.a) || opted_out(context.facts, pair.b)) return Belief::low;
    const auto found = context.usages.find(subject_of(context.facts, pair.a.path));
    const Guard* guard = found == context.usages.end() ? nullptr : found->second.write_guard();
    if (guard == nullptr) return Belief::low;
    // Setting up and tearing down without the lock is common; reading past the lock is the telling case.
    const auto tells = [&](const Instance& writer, const Instance& reader) {
      return writer.access->write && holds(context.facts, writer, *guard) &&
             !holds(context.facts, reader, *guard) && !found->second.is_meant(*reader.access);
    };
    return tells(pair.a, pair.b) || tells(pair.b, pair.a) ? Belief::medium : Belief::low;
  }
};

} // namespace

std::unique_ptr<Vote> make_evidence_vote() { return std::make_unique<Evidence>(); }

} // namespace burler::detect

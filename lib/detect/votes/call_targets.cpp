#include "detect/votes/vote.h"

namespace burler::detect {
namespace {

/// A call through a pointer or to a virtual method may go to one of several functions: that it is this one,
/// in this thread, is a guess.
class CallTarget final : public Vote {
public:
  std::string_view name() const override { return "call-targets"; }
  int cost() const override { return 1; }
  Belief operator()(VoteContext& context, const Pair& pair) const override {
    const bool guessed = pair.a.access->guessed || pair.b.access->guessed || started(context, pair.a) ||
                         started(context, pair.b);
    return guessed ? Belief::medium : Belief::high;
  }

private:
  /// By a fork that is itself behind such a call.
  static bool started(const VoteContext& context, const Instance& i) {
    const auto& threads = context.tree.threads();
    for (std::int64_t t = i.thread; t >= 0; t = threads[static_cast<std::size_t>(t)].parent)
      if (const Fork* fork = context.tree.fork_of(threads[static_cast<std::size_t>(t)]);
          fork != nullptr && fork->guessed)
        return true;
    return false;
  }
};

} // namespace

std::unique_ptr<Vote> make_call_targets_vote() { return std::make_unique<CallTarget>(); }

} // namespace burler::detect

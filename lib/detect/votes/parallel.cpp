#include "detect/votes/vote.h"

namespace burler::detect {
namespace {

/// The relation itself is computed by ThreadTree::relate.
class Parallel final : public Vote {
public:
  std::string_view name() const override { return "parallel"; }
  int cost() const override { return 2; }
  Belief operator()(VoteContext& context, const Pair& pair) const override {
    if (!pair.relation.parallel) return Belief::none;
    if (context.tree.has_ended(pair.a.thread, pair.b.access->at) ||
        context.tree.has_ended(pair.b.thread, pair.a.access->at))
      return Belief::none;
    const auto weak = [&](std::uint32_t id) {
      const Thread& t = context.tree.threads()[id];
      const Fork* fork = context.tree.fork_of(t);
      if (fork != nullptr && (fork->flags & summary::flag_inferred) != 0 && !t.lost_handle) return 1;
      return t.lost_handle ? (context.tree.fork_of(t)->flags & summary::flag_task ? 2 : 1) : 0;
    };
    const int worst = std::max({weak(pair.a.thread), weak(pair.b.thread), pair.relation.outlives ? 1 : 0});
    return worst == 0 ? Belief::high : worst == 1 ? Belief::medium : Belief::low;
  }
};

} // namespace

std::unique_ptr<Vote> make_parallel_vote() { return std::make_unique<Parallel>(); }

} // namespace burler::detect

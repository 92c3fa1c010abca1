#include "detect/type_facts.h"
#include "detect/votes/vote.h"

#include <algorithm>

namespace burler::detect {
namespace {

/// Two threads whose handle is the same member of the same object do not live at once when the handle is one
/// that cannot take a second thread: assigning to a joinable std::thread ends the program
/// ([thread.thread.assign]), and std::jthread joins first ([thread.jthread.cons]).
class SoleThread final : public Vote {
public:
  std::string_view name() const override { return "sole-thread"; }
  int cost() const override { return 6; }

  Belief operator()(VoteContext& context, const Pair& pair) const override {
    const PathId one = handle(context, pair.a), other = handle(context, pair.b);
    return one != 0 && one == other ? Belief::none : Belief::high;
  }

private:
  /// The place of the handle when it belongs to the accessed object itself, else 0.
  static PathId handle(VoteContext& context, const Instance& i) {
    const Thread& thread = context.tree.threads()[i.thread];
    const Fork* fork = context.tree.fork_of(thread);
    if (fork == nullptr || (fork->flags & (summary::flag_detached | summary::flag_many)) != 0) return 0;
    PathId found = 0;
    for (const PathId h : SetTable::Items(context.facts.sets[fork->handles])) {
      const PathId place = context.tree.canonical(static_cast<std::uint32_t>(thread.parent), h);
      if (place == 0 || is_temporary(context.facts.paths[h].root)) continue;
      if (found != 0 && found != place) return 0;
      found = place;
    }
    return found != 0 && belongs(context, found, i.path) ? found : 0;
  }

  static bool is_temporary(const PathRoot& root) {
    return root.kind == RootKind::call_result || root.kind == RootKind::local;
  }

  static bool belongs(VoteContext& context, PathId handle, PathId accessed) {
    const AccessPath &h = context.facts.paths[handle], &a = context.facts.paths[accessed];
    if (h.root != a.root && h.root.kind != RootKind::global) return false;
    const auto chosen = [](const PathStep& s) { return s.kind != StepKind::field; };
    if (std::any_of(h.steps.begin(), h.steps.end(), chosen)) return false;
    if (h.root.kind != RootKind::global && std::any_of(a.steps.begin(), a.steps.end(), [](const PathStep& s) {
          return s.kind == StepKind::deref;
        }))
      return false;
    const summary::Type* type = declared_type(context.facts.program, context.facts.paths, h);
    return type != nullptr && type->has(summary::type_sole_thread);
  }
};

} // namespace

std::unique_ptr<Vote> make_sole_thread_vote() { return std::make_unique<SoleThread>(); }

} // namespace burler::detect

#include "detect/lock_narrate.h"

namespace burler::detect {

Side side_of(const Analysis& analysis, HoldId hold, const std::string& thread) {
  const Hold& held = analysis.facts->holds[hold];
  Side side;
  side.thread = thread;
  side.kind = "acquire";
  side.path = path_name(*analysis.facts, held.lock);
  side.location = place_of(analysis, held.origin.function, held.origin.place);
  side.stack = stack_of(analysis, held.origin);
  return side;
}

Side side_of(const Analysis& analysis, const LockEdge& edge) {
  const Acquisition& a = *edge.site.acquisition;
  Side side;
  side.thread = thread_name(analysis, edge.site.thread);
  side.kind = "acquire";
  side.path = path_name(*analysis.facts, edge.to);
  side.locks = lock_names(*analysis.facts, a.at.held);
  side.location = place_of(analysis, a.origin.function, a.origin.place);
  side.stack = stack_of(analysis, a.origin);
  return side;
}

std::string wait_name(const Facts& facts, const Wait& w) {
  using summary::EventKind;
  const std::string object = w.object == 0 ? "" : " " + path_name(facts, w.object);
  switch (w.kind) {
  case EventKind::join:
    return w.object == 0 ? "joining a thread" : "joining" + object;
  case EventKind::cond_wait:
  case EventKind::await:
    return "waiting for" + (w.object == 0 ? " another thread" : object);
  case EventKind::barrier:
    return "waiting at the barrier" + object;
  default:
    return w.what ? facts.program.symbols.text(w.what) : "a blocking call";
  }
}

std::vector<Side> sides_of(const Analysis& analysis, const Stall& s) {
  const Facts& facts = *analysis.facts;
  std::vector<Side> sides;
  Side wait;
  wait.thread = thread_name(analysis, s.thread);
  wait.kind = s.wait.kind == summary::EventKind::call ? "call" : "wait";
  wait.path = s.wait.object == 0 ? wait_name(facts, s.wait) : path_name(facts, s.wait.object);
  wait.locks = lock_names(facts, s.wait.at.held);
  wait.location = place_of(analysis, s.wait.origin.function, s.wait.origin.place);
  wait.stack = stack_of(analysis, s.wait.origin);
  sides.push_back(std::move(wait));
  sides.push_back(side_of(analysis, s.hold, thread_name(analysis, s.thread)));
  if (s.needed == nullptr) return sides;
  Side needed;
  needed.thread = thread_name(analysis, s.needing);
  needed.kind = "acquire";
  needed.path = path_name(facts, s.needed->lock);
  needed.locks = lock_names(facts, s.needed->at.held);
  needed.location = place_of(analysis, s.needed->origin.function, s.needed->origin.place);
  needed.stack = stack_of(analysis, s.needed->origin);
  sides.push_back(std::move(needed));
  return sides;
}

bool is_interpreter_lock(const Facts& facts, PathId lock) {
  const PathRoot& root = facts.paths[lock].root;
  return root.kind == RootKind::global && facts.program.symbols.text(root.entity) == "model:the Python GIL";
}

} // namespace burler::detect

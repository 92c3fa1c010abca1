#include "detect/lock_narrate.h"

#include <algorithm>

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

namespace {

bool is_library_object(const Facts& facts, PathId path, const char* name) {
  const PathRoot& root = facts.paths[path].root;
  return root.kind == RootKind::global && facts.program.symbols.text(root.entity) == name;
}

void add(Finding& f, const Side& side) {
  const auto same = [&](const Side& s) { return s.location == side.location && s.path == side.path; };
  if (std::none_of(f.sides.begin(), f.sides.end(), same)) f.sides.push_back(side);
}

} // namespace

bool is_interpreter_lock(const Facts& facts, PathId lock) {
  return is_library_object(facts, lock, "model:the Python GIL");
}

bool is_interpreter(const Facts& facts, PathId state) {
  return is_library_object(facts, state, "model-state:the Python interpreter");
}

bool report_cycle(const Analysis& analysis, const LockCycle& cycle, bool about_interpreter, Finding& f) {
  const auto with_interpreter = std::any_of(cycle.edges.begin(), cycle.edges.end(), [&](const LockEdge& e) {
    return is_interpreter_lock(*analysis.facts, e.from);
  });
  if (with_interpreter != about_interpreter) return false;
  f.confidence = confidence_of(cycle.belief);
  // First the acquisitions that wait for each other, then where each thread took what it holds.
  for (const LockEdge& edge : cycle.edges) {
    f.subject.name += lock_name(*analysis.facts, held_item(edge.from, LockMode::exclusive)) + " -> ";
    add(f, side_of(analysis, edge));
  }
  for (const LockEdge& edge : cycle.edges)
    add(f, side_of(analysis, edge.hold, thread_name(analysis, edge.site.thread)));
  for (const LockEdge& edge : cycle.others) {
    add(f, side_of(analysis, edge));
    add(f, side_of(analysis, edge.hold, thread_name(analysis, edge.site.thread)));
  }
  f.subject.name += lock_name(*analysis.facts, held_item(cycle.edges.front().from, LockMode::exclusive));
  f.subject.type = "lock order";
  f.message = "locks are taken in a cycle: " + f.subject.name;
  return true;
}

} // namespace burler::detect

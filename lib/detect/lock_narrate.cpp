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

} // namespace burler::detect

// burler::check_always: conditions asked between steps, by the thread that did the last one.
#include "runtime/real.h"
#include "runtime/state.h"

namespace burler::runtime {

void check_invariants(Thread& me, std::uint64_t pc) {
  if (g.invariants.empty() || g.ended) return;
  for (const Invariant& invariant : g.invariants) {
    if (invariant.holds(invariant.argument)) continue;
    FindingRecord* finding = new_finding(Defect::broken_invariant, 0, invariant.name);
    add_side(finding, me, SideKind::crash, 0, pc, me.stack);
    end_run(Verdict::stopped, invariant.name);
  }
}

} // namespace burler::runtime

using namespace burler::runtime;

BURLER_EXPORT void burler_check_always(bool (*holds)(void*), void* argument, const char* name) {
  Entry me;
  if (me) g.invariants.push_back({holds, argument, name});
}

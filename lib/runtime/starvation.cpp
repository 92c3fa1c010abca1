// Starvation: a thread wants a lock or a semaphore, others get it over and over, and it never does.
//
// Every schedule ends some day, so the claim needs a bound, and most schedules are unfair on purpose. When a
// thread has been passed by `suspicious` times at one object, the strategy is put aside: from then on each
// step goes to one of the threads that can run, drawn uniformly, which is strongly fair with probability one.
// A thread that is passed by most_bypasses(live) times more in this fair stretch starves: no fairness of the
// scheduler helps it (readers that overlap for ever keep a writer out). Where it could ever have taken the
// object at a step, n threads being alive, it would have stayed without it with probability (1 -
// 1/n)^bypasses, below e^-50. When it gets the object after all, the strategy goes on. Spin locks made of
// atomics are not objects and not judged.
#include "runtime/starvation.h"

namespace burler::runtime {

namespace {

constexpr std::uint32_t suspicious = 200;
std::uint32_t most_bypasses(std::uint32_t live) { return 2000 + 50 * live; }

/// The object that the thread cannot get; null when it waits for none. Who waits with a timeout has made
/// provision.
Object* wanted(const Thread& thread) {
  const Pending& p = thread.pending;
  if (!thread.live || p.deadline != never) return nullptr;
  if (p.gate == Gate::exclusive || p.gate == Gate::shared || p.gate == Gate::positive) return p.object;
  return thread.refused ? g.objects.find(thread.refused) : nullptr;
}

std::uint32_t bypasses(const Thread& thread) {
  const Object* object = wanted(thread);
  return object ? object->grants - thread.grants_before : 0;
}

[[noreturn]] void starves(Thread& thread) {
  Object& object = *wanted(thread);
  FindingRecord* finding =
      new_finding(Defect::starvation, object.ordinal, "others get it over and over, and it never does");
  add_side(finding, thread, SideKind::wait, object.ordinal, thread.pending.pc, thread.stack);
  Thread* holder = object.owner             ? object.owner
                   : object.readers.empty() ? object.granted_to
                                            : object.readers[0];
  if (holder && holder != &thread) {
    SideRecord* side =
        add_side(finding, *holder, SideKind::acquire, object.ordinal, object.grant_pc, object.grant_stack);
    if (side) side->lock_count = 0;
  }
  end_run(Verdict::starvation, "a thread never gets what others get over and over");
}

} // namespace

void note_grant(Thread& me, Object& object, std::uint64_t pc) {
  ++object.grants;
  object.granted_to = &me;
  object.grant_pc = pc;
  object.grant_stack = me.stack;
  me.refused = 0;
}

void note_refusal(Thread& me, Object& object) {
  if (me.refused == object.address) return;
  me.refused = object.address;
  me.grants_before = object.grants;
}

void check_starvation() {
  FairStretch& fair = g.fair;
  if (fair.thread) { // got it, or gave up: the strategy goes on
    const Object* object = wanted(*fair.thread);
    if (object && fair.thread->grants_before == fair.since) {
      if (bypasses(*fair.thread) > most_bypasses(g.live)) starves(*fair.thread);
      return;
    }
    fair.thread = nullptr;
  }
  Thread* worst = nullptr;
  for (Thread* thread : g.threads)
    if (bypasses(*thread) > (worst ? bypasses(*worst) : suspicious)) worst = thread;
  if (!worst) return;
  worst->grants_before = wanted(*worst)->grants;
  fair.thread = worst;
  fair.since = worst->grants_before;
}

} // namespace burler::runtime

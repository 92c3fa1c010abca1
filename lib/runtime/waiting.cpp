#include "runtime/waiting.h"

#include "runtime/fault.h"

namespace burler::runtime {

bool wait_in(Thread& me, Object& object, Object* mutex, Op op, std::uint64_t deadline, std::uint64_t pc) {
  me.woken = false;
  if (g.flags & flag_weak_memory) g.weak.sleep();
  object.waiters.push_back(&me);
  Pending pending;
  pending.op = op;
  pending.gate = mutex ? Gate::woken_mutex : Gate::woken;
  pending.object = &object;
  pending.mutex = mutex;
  pending.ordinal = object.ordinal;
  pending.deadline = deadline;
  pending.pc = pc;
  const bool spurious = mutex && g.live > 1 && fault(me, sched::Fault::spurious_wake, pc, 1, true);
  if (spurious) me.woken = true;
  const std::uint64_t address = object.address;
  point(me, pending);
  if (spurious) g.last_step->flags |= sched::step_fault;
  // Whoever woke us may have freed the object since.
  const bool there = g.objects.find(address) == &object;
  for (std::uint32_t i = 0; there && i < object.waiters.size(); ++i)
    if (object.waiters[i] == &me) {
      object.waiters.erase_at(i);
      break;
    }
  const bool woken = me.woken;
  me.woken = false;
  return woken;
}

std::uint32_t wake_from(Thread& me, Object& object, std::uint32_t count, Op op, std::uint64_t pc) {
  point(me, op, &object, pc);
  std::uint32_t woken = 0;
  while (woken < count && !object.waiters.empty()) {
    const std::uint32_t index = op == Op::cond_signal ? choose_waiter(me, object) : 0;
    Thread* thread = object.waiters[index];
    object.waiters.erase_at(index);
    thread->woken = true;
    ++woken;
    if (op == Op::cond_signal) g.last_step->aux = thread->ordinal + 1u;
  }
  if (op != Op::cond_signal) g.last_step->aux = woken;
  if (woken) {
    note_change(me);
  } else {
    ++object.lost;
    object.lost_by = me.ordinal;
    object.lost_pc = pc;
    object.lost_stack = me.stack;
  }
  return woken;
}

} // namespace burler::runtime

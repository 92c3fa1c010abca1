#include "runtime/locks.h"

#include "runtime/fault.h"
#include "runtime/starvation.h"

#include <cerrno>

namespace burler::runtime {

namespace {

Pending lock_operation(Op op, Gate gate, Object& object, std::uint64_t deadline, std::uint64_t pc) {
  Pending pending;
  pending.op = op;
  pending.gate = gate;
  pending.object = &object;
  pending.ordinal = object.ordinal;
  pending.deadline = deadline;
  pending.pc = pc;
  return pending;
}

void taken(Thread& me, Object& object, bool shared, std::uint64_t pc) {
  hold(me, object, shared, pc);
  g.races.acquire(me.ordinal, object.address);
  if (!shared) g.races.acquire(me.ordinal, object.address + 1); // what readers published, kept apart
  note_change(me);
}

/// The owner comes again: 0, an error, or -1 when it has to wait for itself.
int again(Object& object, LockType type, bool trying) {
  if (type == LockType::recursive) {
    ++object.depth;
    return 0;
  }
  if (trying) return EBUSY;
  return type == LockType::error_check ? EDEADLK : -1;
}

/// A free lock is not given: C++ and C11 permit it, for this call.
bool refused(Thread& me, std::uint64_t address, std::uint64_t pc) {
  if (g.live == 1 || !fault(me, sched::Fault::try_lock, pc)) return false;
  g.last_step->flags |= sched::step_failed | sched::step_fault;
  note_read(me, pc, address, 2);
  return true;
}

/// A waiter that was woken already needs the object no more.
bool uses(Thread& thread, const Object& object) {
  const Pending& p = thread.pending;
  if (p.object != &object || !thread.waiting) return false;
  if (p.gate == Gate::exclusive || p.gate == Gate::shared) return true;
  return (p.gate == Gate::woken || p.gate == Gate::woken_mutex || p.gate == Gate::generation) &&
         !thread.woken && !thread.timed_out && !enabled(thread);
}

} // namespace

LockType type_of(const pthread_mutex_t* mutex) {
  switch (mutex->__data.__kind & 3) {
  case PTHREAD_MUTEX_RECURSIVE:
    return LockType::recursive;
  case PTHREAD_MUTEX_ERRORCHECK:
    return LockType::error_check;
  default:
    return LockType::normal;
  }
}

int lock_exclusive(Thread& me, std::uint64_t address, LockType type, std::uint64_t deadline,
                   std::uint64_t pc) {
  const Op op = deadline == never ? Op::lock : Op::timed_lock;
  Object& object = object_at(address, op, me);
  if (object.owner == &me) {
    const int result = again(object, type, false);
    if (result >= 0) return result;
  }
  point(me, lock_operation(op, Gate::exclusive, object, deadline, pc));
  if (object.owner || !object.readers.empty()) return ETIMEDOUT;
  taken(me, object, false, pc);
  return 0;
}

int try_exclusive(Thread& me, std::uint64_t address, LockType type, std::uint64_t pc) {
  Object& object = object_at(address, Op::try_lock, me);
  point(me, lock_operation(Op::try_lock, Gate::open, object, never, pc));
  if (object.owner == &me) return again(object, type, true);
  if (object.owner || !object.readers.empty()) {
    g.last_step->flags |= sched::step_failed;
    note_read(me, pc, address, 1);
    note_refusal(me, object);
    return EBUSY;
  }
  if (refused(me, address, pc)) return EBUSY;
  taken(me, object, false, pc);
  return 0;
}

int lock_shared(Thread& me, std::uint64_t address, std::uint64_t deadline, std::uint64_t pc) {
  const Op op = deadline == never ? Op::lock_shared : Op::timed_lock_shared;
  Object& object = object_at(address, op, me);
  point(me, lock_operation(op, Gate::shared, object, deadline, pc));
  if (object.owner) return ETIMEDOUT;
  taken(me, object, true, pc);
  return 0;
}

int try_shared(Thread& me, std::uint64_t address, std::uint64_t pc) {
  Object& object = object_at(address, Op::try_lock_shared, me);
  point(me, lock_operation(Op::try_lock_shared, Gate::open, object, never, pc));
  if (object.owner || writer_waits(object)) {
    g.last_step->flags |= sched::step_failed;
    note_read(me, pc, address, 1);
    note_refusal(me, object);
    return EBUSY;
  }
  if (refused(me, address, pc)) return EBUSY;
  taken(me, object, true, pc);
  return 0;
}

int unlock(Thread& me, std::uint64_t address, LockType type, bool either, std::uint64_t pc) {
  Object& object = object_at(address, Op::unlock, me);
  bool reader = false;
  for (Thread* thread : object.readers)
    reader |= thread == &me;
  if (object.owner != &me && !(either && reader)) {
    misuse(me, object.ordinal, pc,
           object.owner || !object.readers.empty() ? "unlock by a thread that does not hold the lock"
                                                   : "unlock of a lock that nobody holds");
    if (type == LockType::normal && object.owner) { // what the C library does: the lock is free
      Thread& owner = *object.owner;
      let_go(owner, object);
      note_change(me);
      return 0;
    }
    return EPERM;
  }
  if (object.owner == &me && object.depth > 1) {
    --object.depth;
    return 0;
  }
  const bool shared = object.owner != &me;
  point(me, lock_operation(shared ? Op::unlock_shared : Op::unlock, Gate::open, object, never, pc));
  g.races.release(me.ordinal, shared ? address + 1 : address, shared);
  let_go(me, object);
  note_change(me);
  return 0;
}

void destroy_lock(Thread& me, std::uint64_t address, std::uint64_t pc) {
  Object* object = g.live > 1 ? &object_at(address, Op::destroy, me) : g.objects.find(address);
  if (!object) return;
  point(me, lock_operation(Op::destroy, Gate::open, *object, never, pc));
  Thread* user = object->owner ? object->owner : (object->readers.empty() ? nullptr : object->readers[0]);
  for (Thread* thread : g.threads)
    if (!user && thread->live && thread != &me && uses(*thread, *object)) user = thread;
  if (!user) {
    g.races.forget(address, 8); // a new lock at this place starts afresh; nobody waits, nobody holds
    return;
  }
  FindingRecord* finding = new_finding(Defect::destroyed_in_use, object->ordinal,
                                       "destroyed while a thread holds it or waits for it");
  add_side(finding, me, SideKind::destroy, object->ordinal, pc, me.stack);
  const bool owner = user == object->owner;
  add_side(finding, *user, owner ? SideKind::acquire : SideKind::wait, object->ordinal,
           owner ? object->owner_pc : user->pending.pc, owner ? object->owner_stack : user->stack);
  if (g.flags & flag_first_finding) end_run(Verdict::stopped, "ended at the first finding");
}

} // namespace burler::runtime

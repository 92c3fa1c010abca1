// Semaphores, barriers, once, and the guards of function-local statics.
#include "runtime/locks.h"
#include "runtime/one_time.h"
#include "runtime/profile.h"
#include "runtime/real.h"
#include "runtime/starvation.h"
#include "runtime/waiting.h"

#include <cerrno>
#include <ctime>
#include <semaphore.h>

using namespace burler::runtime;

namespace {

std::uint64_t at(const volatile void* p) { return reinterpret_cast<std::uint64_t>(p); }

Pending gated(Op op, Gate gate, Object& object, std::uint64_t deadline, std::uint64_t pc) {
  Pending pending;
  pending.op = op;
  pending.gate = gate;
  pending.object = &object;
  pending.ordinal = object.ordinal;
  pending.deadline = deadline;
  pending.pc = pc;
  return pending;
}

Object& semaphore(Thread& me, sem_t* s, Op op) {
  Object& object = object_at(at(s), op, me);
  if (!object.known) { // made before control began, or by other means than sem_init
    int value = 0;
    BURLER_REAL(sem_getvalue)(s, &value);
    object.value = value;
    object.known = true;
  }
  return object;
}

int fail(int error) {
  errno = error;
  return -1;
}

int take(Thread& me, sem_t* s, Op op, std::uint64_t deadline, std::uint64_t pc) {
  Object& object = semaphore(me, s, op);
  point(me, gated(op, op == Op::sem_try_wait ? Gate::open : Gate::positive, object, deadline, pc));
  if (object.value <= 0) {
    g.last_step->flags |= burler::sched::step_failed;
    note_read(me, pc, at(s), 0);
    note_refusal(me, object);
    return fail(op == Op::sem_try_wait ? EAGAIN : ETIMEDOUT);
  }
  --object.value;
  note_grant(me, object, pc);
  g.races.acquire(me.ordinal, object.address);
  note_change(me);
  return 0;
}

int once(Thread& me, int* control, void (*work)(), std::uint64_t pc) {
  if (one_time(me, at(control), work, pc))
    *control = 2; // as the C library marks it, for uncontrolled code later
  return 0;
}

} // namespace

BURLER_EXPORT int sem_init(sem_t* s, int shared, unsigned value) noexcept {
  Entry me;
  if (me) {
    forget_objects(at(s), at(s) + sizeof *s);
    Object& object = object_at(at(s), Op::sem_post, *me);
    object.value = value;
    object.known = true;
  }
  return BURLER_REAL(sem_init)(s, shared, value);
}
BURLER_EXPORT int sem_wait(sem_t* s) {
  Entry me;
  if (!me) {
    Stopwatch watch(Timed::sem_wait, s, BURLER_FRAME());
    return static_cast<int>(watch.done_negative(BURLER_REAL(sem_wait)(s)));
  }
  return take(*me, s, Op::sem_wait, never, BURLER_PC());
}
BURLER_EXPORT int sem_trywait(sem_t* s) noexcept {
  Entry me;
  if (!me) {
    Stopwatch watch(Timed::sem_wait, s, BURLER_FRAME());
    return static_cast<int>(watch.done_negative(BURLER_REAL(sem_trywait)(s)));
  }
  return take(*me, s, Op::sem_try_wait, never, BURLER_PC());
}
BURLER_EXPORT int sem_timedwait(sem_t* s, const timespec* t) {
  Entry me;
  if (!me) {
    Stopwatch watch(Timed::sem_wait, s, BURLER_FRAME());
    return static_cast<int>(watch.done_negative(BURLER_REAL(sem_timedwait)(s, t)));
  }
  return take(*me, s, Op::sem_timed_wait, deadline_from(CLOCK_REALTIME, t), BURLER_PC());
}
BURLER_EXPORT int sem_clockwait(sem_t* s, clockid_t id, const timespec* t) {
  Entry me;
  if (!me) {
    Stopwatch watch(Timed::sem_wait, s, BURLER_FRAME());
    return static_cast<int>(watch.done_negative(BURLER_REAL(sem_clockwait)(s, id, t)));
  }
  return take(*me, s, Op::sem_timed_wait, deadline_from(id, t), BURLER_PC());
}
BURLER_EXPORT int sem_post(sem_t* s) noexcept {
  Entry me;
  if (!me) {
    const Stopwatch watch(Timed::wake, s, BURLER_FRAME());
    return BURLER_REAL(sem_post)(s);
  }
  Object& object = semaphore(*me, s, Op::sem_post);
  point(*me, Op::sem_post, &object, BURLER_PC());
  g.races.release(me->ordinal, object.address, true);
  ++object.value;
  note_change(*me);
  return 0;
}
BURLER_EXPORT int sem_getvalue(sem_t* s, int* value) noexcept {
  Entry me;
  if (!me) return BURLER_REAL(sem_getvalue)(s, value);
  *value = static_cast<int>(semaphore(*me, s, Op::sem_post).value);
  return 0;
}

BURLER_EXPORT int pthread_barrier_init(pthread_barrier_t* b, const pthread_barrierattr_t* a,
                                       unsigned count) noexcept {
  Entry me;
  if (me) {
    forget_objects(at(b), at(b) + sizeof *b);
    object_at(at(b), Op::barrier_arrive, *me).value = count;
  }
  return BURLER_REAL(pthread_barrier_init)(b, a, count);
}
BURLER_EXPORT int pthread_barrier_wait(pthread_barrier_t* b) noexcept {
  Entry me;
  if (!me) {
    Stopwatch watch(Timed::barrier, b, BURLER_FRAME());
    return watch.done(BURLER_REAL(pthread_barrier_wait)(b));
  }
  const std::uint64_t pc = BURLER_PC();
  Object& object = object_at(at(b), Op::barrier_arrive, *me);
  point(*me, Op::barrier_arrive, &object, pc);
  const std::uint32_t generation = object.generation;
  // Two addresses alternate, so that a fast thread's next round does not leak into this one.
  const std::uint64_t round = object.address + (generation & 1);
  g.races.release(me->ordinal, round, true);
  note_change(*me);
  if (++object.arrived == object.value) {
    object.arrived = 0;
    ++object.generation;
    for (Thread* thread : g.threads) // they need the object no more: it may be freed before they run
      if (thread->waiting && thread->pending.object == &object) thread->woken = true;
    g.races.acquire(me->ordinal, round);
    return PTHREAD_BARRIER_SERIAL_THREAD;
  }
  me->generation = generation;
  me->woken = false;
  point(*me, gated(Op::barrier_leave, Gate::generation, object, never, pc));
  me->woken = false;
  g.races.acquire(me->ordinal, round);
  return 0;
}
BURLER_EXPORT int pthread_barrier_destroy(pthread_barrier_t* b) noexcept {
  Entry me;
  if (!me) return BURLER_REAL(pthread_barrier_destroy)(b);
  destroy_lock(*me, at(b), BURLER_PC());
  return 0;
}

BURLER_EXPORT int pthread_once(pthread_once_t* control, void (*work)()) {
  Entry me;
  if (!me) return BURLER_REAL(pthread_once)(control, work);
  if (*control == 2 && !g.objects.find(at(control))) return 0; // done before control began
  return once(*me, control, work, BURLER_PC());
}
BURLER_EXPORT void call_once(int* control, void (*work)()) {
  Entry me;
  if (me) {
    once(*me, control, work, BURLER_PC());
    return;
  }
  reinterpret_cast<void (*)(int*, void (*)())>(next_symbol("call_once"))(control, work);
}

// Itanium C++ ABI 3.3.3: the first byte of the guard says whether the object is made.
extern "C" int __cxa_guard_acquire(std::int64_t*);
extern "C" void __cxa_guard_release(std::int64_t*);
extern "C" void __cxa_guard_abort(std::int64_t*);

BURLER_EXPORT int __cxa_guard_acquire(std::int64_t* guard) {
  Entry me;
  if (!me) return BURLER_REAL(__cxa_guard_acquire)(guard);
  auto* made = reinterpret_cast<volatile char*>(guard);
  Object& object = object_at(at(guard), Op::once_begin, *me);
  if (object.owner == &*me) end_run(Verdict::crashed, "a function-local static is initialised recursively");
  point(*me, gated(Op::once_begin, Gate::once, object, never, BURLER_PC()));
  g.races.acquire(me->ordinal, object.address);
  if (*made) return 0;
  object.value = 1;
  object.owner = &*me;
  return 1;
}
namespace {
void guard_done(Thread& me, std::int64_t* guard, bool made, std::uint64_t pc) {
  Object& object = object_at(at(guard), Op::once_begin, me);
  point(me, Op::once_end, &object, pc);
  if (made) *reinterpret_cast<volatile char*>(guard) = 1;
  object.value = made ? 2 : 0;
  object.owner = nullptr;
  g.races.release(me.ordinal, object.address);
  note_change(me);
}
} // namespace
BURLER_EXPORT void __cxa_guard_release(std::int64_t* guard) {
  Entry me;
  if (me)
    guard_done(*me, guard, true, BURLER_PC());
  else
    BURLER_REAL(__cxa_guard_release)(guard);
}
BURLER_EXPORT void __cxa_guard_abort(std::int64_t* guard) {
  Entry me;
  if (me)
    guard_done(*me, guard, false, BURLER_PC());
  else
    BURLER_REAL(__cxa_guard_abort)(guard);
}

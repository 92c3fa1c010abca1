// Condition variables. They order nothing in memory by themselves; the mutex does.
#include "runtime/locks.h"
#include "runtime/profile.h"
#include "runtime/real.h"
#include "runtime/survey.h"
#include "runtime/waiting.h"

#include <cerrno>
#include <ctime>
#include <threads.h>

using namespace burler::runtime;

namespace {

std::uint64_t at(const volatile void* p) { return reinterpret_cast<std::uint64_t>(p); }

int wait(Thread& me, std::uint64_t cond, std::uint64_t mutex_address, std::uint64_t deadline,
         std::uint64_t pc) {
  const Op op = deadline == never ? Op::cond_wait : Op::cond_timed_wait;
  Object& object = object_at(cond, op, me);
  Object& mutex = object_at(mutex_address, Op::lock, me);
  point(me, op, &object, pc);
  const bool owned = mutex.owner == &me;
  if (!owned) misuse(me, mutex.ordinal, pc, "a condition wait without holding its mutex");
  const std::uint32_t depth = mutex.depth;
  if (owned) {
    if (g.flags & flag_survey) survey_condition(mutex);
    g.races.release(me.ordinal, mutex.address);
    let_go(me, mutex);
    note_change(me);
  }
  const bool woken = wait_in(me, object, &mutex, Op::cond_wake, deadline, pc);
  hold(me, mutex, false, pc);
  mutex.depth = depth ? depth : 1;
  g.races.acquire(me.ordinal, mutex.address);
  note_change(me);
  return woken || deadline == never ? 0 : ETIMEDOUT;
}

int notify(Thread& me, std::uint64_t cond, bool all, std::uint64_t pc) {
  const Op op = all ? Op::cond_broadcast : Op::cond_signal;
  wake_from(me, object_at(cond, op, me), all ? ~0u : 1u, op, pc);
  return 0;
}

int c11(int error) { return error == 0 ? thrd_success : error == ETIMEDOUT ? thrd_timedout : thrd_error; }

} // namespace

BURLER_EXPORT int pthread_cond_wait(pthread_cond_t* c, pthread_mutex_t* m) {
  Entry me;
  if (!me) {
    Stopwatch watch(Timed::cond_wait, c, BURLER_FRAME(), m);
    return watch.done(BURLER_REAL_VERSION(pthread_cond_wait, "GLIBC_2.3.2")(c, m));
  }
  return wait(*me, at(c), at(m), never, BURLER_PC());
}
BURLER_EXPORT int pthread_cond_timedwait(pthread_cond_t* c, pthread_mutex_t* m, const timespec* t) {
  Entry me;
  if (!me) {
    Stopwatch watch(Timed::cond_wait, c, BURLER_FRAME(), m);
    return watch.done(BURLER_REAL_VERSION(pthread_cond_timedwait, "GLIBC_2.3.2")(c, m, t));
  }
  return wait(*me, at(c), at(m), deadline_from(CLOCK_REALTIME, t), BURLER_PC());
}
BURLER_EXPORT int pthread_cond_clockwait(pthread_cond_t* c, pthread_mutex_t* m, clockid_t id,
                                         const timespec* t) {
  Entry me;
  if (!me) {
    Stopwatch watch(Timed::cond_wait, c, BURLER_FRAME(), m);
    return watch.done(BURLER_REAL(pthread_cond_clockwait)(c, m, id, t));
  }
  return wait(*me, at(c), at(m), deadline_from(id, t), BURLER_PC());
}
BURLER_EXPORT int pthread_cond_signal(pthread_cond_t* c) noexcept {
  Entry me;
  if (!me) {
    const Stopwatch watch(Timed::wake, c, BURLER_FRAME());
    return BURLER_REAL_VERSION(pthread_cond_signal, "GLIBC_2.3.2")(c);
  }
  return notify(*me, at(c), false, BURLER_PC());
}
BURLER_EXPORT int pthread_cond_broadcast(pthread_cond_t* c) noexcept {
  Entry me;
  if (!me) {
    const Stopwatch watch(Timed::wake, c, BURLER_FRAME());
    return BURLER_REAL_VERSION(pthread_cond_broadcast, "GLIBC_2.3.2")(c);
  }
  return notify(*me, at(c), true, BURLER_PC());
}
BURLER_EXPORT int pthread_cond_destroy(pthread_cond_t* c) noexcept {
  Entry me;
  if (!me) return BURLER_REAL_VERSION(pthread_cond_destroy, "GLIBC_2.3.2")(c);
  destroy_lock(*me, at(c), BURLER_PC());
  return 0; // the model's waiters are not in the real object, which would wait for its own
}

BURLER_EXPORT int cnd_wait(cnd_t* c, mtx_t* m) {
  Entry me;
  if (!me) {
    Stopwatch watch(Timed::cond_wait, c, BURLER_FRAME(), m);
    return watch.done(BURLER_REAL(cnd_wait)(c, m));
  }
  return c11(wait(*me, at(c), at(m), never, BURLER_PC()));
}
BURLER_EXPORT int cnd_timedwait(cnd_t* c, mtx_t* m, const timespec* t) {
  Entry me;
  if (!me) {
    Stopwatch watch(Timed::cond_wait, c, BURLER_FRAME(), m);
    return watch.done(BURLER_REAL(cnd_timedwait)(c, m, t));
  }
  return c11(wait(*me, at(c), at(m), deadline_from(CLOCK_REALTIME, t), BURLER_PC()));
}
BURLER_EXPORT int cnd_signal(cnd_t* c) {
  Entry me;
  if (!me) {
    const Stopwatch watch(Timed::wake, c, BURLER_FRAME());
    return BURLER_REAL(cnd_signal)(c);
  }
  return c11(notify(*me, at(c), false, BURLER_PC()));
}
BURLER_EXPORT int cnd_broadcast(cnd_t* c) {
  Entry me;
  if (!me) {
    const Stopwatch watch(Timed::wake, c, BURLER_FRAME());
    return BURLER_REAL(cnd_broadcast)(c);
  }
  return c11(notify(*me, at(c), true, BURLER_PC()));
}

BURLER_EXPORT int pthread_cond_init(pthread_cond_t* c, const pthread_condattr_t* attributes) noexcept {
  Entry me;
  if (me) forget_objects(at(c), at(c) + sizeof *c);
  return BURLER_REAL_VERSION(pthread_cond_init, "GLIBC_2.3.2")(c, attributes);
}
BURLER_EXPORT int cnd_init(cnd_t* c) {
  Entry me;
  if (me) forget_objects(at(c), at(c) + sizeof *c);
  return BURLER_REAL(cnd_init)(c);
}
BURLER_EXPORT void cnd_destroy(cnd_t* c) {
  Entry me;
  if (me)
    destroy_lock(*me, at(c), BURLER_PC());
  else
    BURLER_REAL(cnd_destroy)(c);
}

// Mutexes, reader-writer locks, spin locks: pthread and C11 entry points over the model of locks.h.
#include "runtime/locks.h"
#include "runtime/profile.h"
#include "runtime/real.h"

#include <cerrno>
#include <ctime>
#include <threads.h>

using namespace burler::runtime;

namespace {
std::uint64_t at(const volatile void* p) { return reinterpret_cast<std::uint64_t>(p); }
/// Whether a waiting writer keeps readers out is an attribute of the lock.
std::uint64_t shared_at(Thread& me, const pthread_rwlock_t* m) {
  if (m->__data.__flags == PTHREAD_RWLOCK_PREFER_WRITER_NONRECURSIVE_NP)
    object_at(at(m), Op::lock_shared, me).writers_first = true;
  return at(m);
}
} // namespace

#define BURLER_LOCK(name, timed, type, call)                                                                 \
  BURLER_EXPORT int name(type* m) noexcept {                                                                 \
    Entry me;                                                                                                \
    if (!me) {                                                                                               \
      Stopwatch watch(Timed::timed, m, BURLER_FRAME());                                                      \
      return watch.done(BURLER_REAL(name)(m));                                                               \
    }                                                                                                        \
    return call;                                                                                             \
  }
#define BURLER_TIMED(name, timed, type, call)                                                                \
  BURLER_EXPORT int name(type* m, const timespec* t) noexcept {                                              \
    Entry me;                                                                                                \
    if (!me) {                                                                                               \
      Stopwatch watch(Timed::timed, m, BURLER_FRAME());                                                      \
      return watch.done(BURLER_REAL(name)(m, t));                                                            \
    }                                                                                                        \
    const std::uint64_t deadline = deadline_from(CLOCK_REALTIME, t);                                         \
    return call;                                                                                             \
  }
#define BURLER_CLOCK(name, timed, type, call)                                                                \
  BURLER_EXPORT int name(type* m, clockid_t id, const timespec* t) noexcept {                                \
    Entry me;                                                                                                \
    if (!me) {                                                                                               \
      Stopwatch watch(Timed::timed, m, BURLER_FRAME());                                                      \
      return watch.done(BURLER_REAL(name)(m, id, t));                                                        \
    }                                                                                                        \
    const std::uint64_t deadline = deadline_from(id, t);                                                     \
    return call;                                                                                             \
  }

BURLER_LOCK(pthread_mutex_lock, acquire, pthread_mutex_t,
            lock_exclusive(*me, at(m), type_of(m), never, BURLER_PC()))
BURLER_LOCK(pthread_mutex_trylock, acquire, pthread_mutex_t,
            try_exclusive(*me, at(m), type_of(m), BURLER_PC()))
BURLER_LOCK(pthread_mutex_unlock, release, pthread_mutex_t,
            unlock(*me, at(m), type_of(m), false, BURLER_PC()))
BURLER_TIMED(pthread_mutex_timedlock, acquire, pthread_mutex_t,
             lock_exclusive(*me, at(m), type_of(m), deadline, BURLER_PC()))
BURLER_CLOCK(pthread_mutex_clocklock, acquire, pthread_mutex_t,
             lock_exclusive(*me, at(m), type_of(m), deadline, BURLER_PC()))

BURLER_EXPORT int pthread_mutex_destroy(pthread_mutex_t* m) noexcept {
  Entry me;
  if (me) destroy_lock(*me, at(m), BURLER_PC());
  return BURLER_REAL(pthread_mutex_destroy)(m);
}
BURLER_EXPORT int pthread_mutex_init(pthread_mutex_t* m, const pthread_mutexattr_t* attributes) noexcept {
  Entry me;
  if (me) forget_objects(at(m), at(m) + sizeof *m);
  return BURLER_REAL(pthread_mutex_init)(m, attributes);
}

BURLER_EXPORT int pthread_rwlock_init(pthread_rwlock_t* m, const pthread_rwlockattr_t* attributes) noexcept {
  Entry me;
  if (me) forget_objects(at(m), at(m) + sizeof *m);
  return BURLER_REAL(pthread_rwlock_init)(m, attributes);
}
BURLER_EXPORT int pthread_spin_init(pthread_spinlock_t* m, int shared) noexcept {
  Entry me;
  if (me) forget_objects(at(m), at(m) + sizeof *m);
  return BURLER_REAL(pthread_spin_init)(m, shared);
}
BURLER_EXPORT int mtx_init(mtx_t* m, int type) {
  Entry me;
  if (me) forget_objects(at(m), at(m) + sizeof *m);
  return BURLER_REAL(mtx_init)(m, type);
}

BURLER_LOCK(pthread_rwlock_wrlock, acquire, pthread_rwlock_t,
            lock_exclusive(*me, at(m), LockType::error_check, never, BURLER_PC()))
BURLER_LOCK(pthread_rwlock_trywrlock, acquire, pthread_rwlock_t,
            try_exclusive(*me, at(m), LockType::normal, BURLER_PC()))
BURLER_LOCK(pthread_rwlock_rdlock, acquire_shared, pthread_rwlock_t,
            lock_shared(*me, shared_at(*me, m), never, BURLER_PC()))
BURLER_LOCK(pthread_rwlock_tryrdlock, acquire_shared, pthread_rwlock_t,
            try_shared(*me, shared_at(*me, m), BURLER_PC()))
BURLER_LOCK(pthread_rwlock_unlock, release, pthread_rwlock_t,
            unlock(*me, at(m), LockType::error_check, true, BURLER_PC()))
BURLER_TIMED(pthread_rwlock_timedwrlock, acquire, pthread_rwlock_t,
             lock_exclusive(*me, at(m), LockType::error_check, deadline, BURLER_PC()))
BURLER_TIMED(pthread_rwlock_timedrdlock, acquire_shared, pthread_rwlock_t,
             lock_shared(*me, shared_at(*me, m), deadline, BURLER_PC()))
BURLER_CLOCK(pthread_rwlock_clockwrlock, acquire, pthread_rwlock_t,
             lock_exclusive(*me, at(m), LockType::error_check, deadline, BURLER_PC()))
BURLER_CLOCK(pthread_rwlock_clockrdlock, acquire_shared, pthread_rwlock_t,
             lock_shared(*me, shared_at(*me, m), deadline, BURLER_PC()))
BURLER_EXPORT int pthread_rwlock_destroy(pthread_rwlock_t* m) noexcept {
  Entry me;
  if (me) destroy_lock(*me, at(m), BURLER_PC());
  return BURLER_REAL(pthread_rwlock_destroy)(m);
}

BURLER_EXPORT int pthread_spin_lock(pthread_spinlock_t* m) noexcept {
  Entry me;
  if (!me) {
    Stopwatch watch(Timed::acquire, m, BURLER_FRAME());
    return watch.done(BURLER_REAL(pthread_spin_lock)(m));
  }
  return lock_exclusive(*me, at(m), LockType::normal, never, BURLER_PC());
}
BURLER_EXPORT int pthread_spin_trylock(pthread_spinlock_t* m) noexcept {
  Entry me;
  if (!me) {
    Stopwatch watch(Timed::acquire, m, BURLER_FRAME());
    return watch.done(BURLER_REAL(pthread_spin_trylock)(m));
  }
  return try_exclusive(*me, at(m), LockType::normal, BURLER_PC());
}
BURLER_EXPORT int pthread_spin_unlock(pthread_spinlock_t* m) noexcept {
  Entry me;
  if (!me) {
    Stopwatch watch(Timed::release, m, BURLER_FRAME());
    return watch.done(BURLER_REAL(pthread_spin_unlock)(m));
  }
  return unlock(*me, at(m), LockType::normal, false, BURLER_PC());
}
BURLER_EXPORT int pthread_spin_destroy(pthread_spinlock_t* m) noexcept {
  Entry me;
  if (me) destroy_lock(*me, at(m), BURLER_PC());
  return BURLER_REAL(pthread_spin_destroy)(m);
}

namespace {
pthread_mutex_t* as_mutex(mtx_t* m) { return reinterpret_cast<pthread_mutex_t*>(m); }
int c11(int error) {
  if (error == 0) return thrd_success;
  return error == EBUSY ? thrd_busy : error == ETIMEDOUT ? thrd_timedout : thrd_error;
}
} // namespace
BURLER_EXPORT int mtx_lock(mtx_t* m) {
  Entry me;
  if (!me) {
    Stopwatch watch(Timed::acquire, m, BURLER_FRAME());
    return watch.done(BURLER_REAL(mtx_lock)(m));
  }
  return c11(lock_exclusive(*me, at(m), type_of(as_mutex(m)), never, BURLER_PC()));
}
BURLER_EXPORT int mtx_trylock(mtx_t* m) {
  Entry me;
  if (!me) {
    Stopwatch watch(Timed::acquire, m, BURLER_FRAME());
    return watch.done(BURLER_REAL(mtx_trylock)(m));
  }
  return c11(try_exclusive(*me, at(m), type_of(as_mutex(m)), BURLER_PC()));
}
BURLER_EXPORT int mtx_unlock(mtx_t* m) {
  Entry me;
  if (!me) {
    Stopwatch watch(Timed::release, m, BURLER_FRAME());
    return watch.done(BURLER_REAL(mtx_unlock)(m));
  }
  return c11(unlock(*me, at(m), type_of(as_mutex(m)), false, BURLER_PC()));
}
BURLER_EXPORT int mtx_timedlock(mtx_t* m, const timespec* t) {
  Entry me;
  if (!me) {
    Stopwatch watch(Timed::acquire, m, BURLER_FRAME());
    return watch.done(BURLER_REAL(mtx_timedlock)(m, t));
  }
  const std::uint64_t deadline = deadline_from(CLOCK_REALTIME, t);
  return c11(lock_exclusive(*me, at(m), type_of(as_mutex(m)), deadline, BURLER_PC()));
}
BURLER_EXPORT void mtx_destroy(mtx_t* m) {
  Entry me;
  if (me) destroy_lock(*me, at(m), BURLER_PC());
}

// Threads: birth, end, join, detach. A thread stays under control through its thread-local destructors: the
// last round of pthread key destructors ends it (as ThreadSanitizer does).
#include "runtime/fault.h"
#include "runtime/profile.h"
#include "runtime/real.h"
#include "runtime/state.h"

#include <cerrno>
#include <climits>
#include <cstring>
#include <sys/single_threaded.h>
#include <threads.h>

namespace burler::runtime {

namespace {

pthread_key_t exit_key;
bool have_exit_key = false;

void end_thread(void* round) {
  const auto left = reinterpret_cast<std::uintptr_t>(round);
  if (left > 1) { // destructors of other keys may still run user code in this and the next rounds
    pthread_setspecific(exit_key, reinterpret_cast<void*>(left - 1));
    return;
  }
  Thread* me = self_thread;
  if (!me || !me->live) return;
  me->owns = false;
  point(*me, Op::thread_exit, nullptr, 0);
  note_change(*me);
  self_thread = nullptr;
  if (g.ended) return;
  leave(*me);
}

Thread& new_thread(std::uint16_t parent) {
  Thread* thread = page_make<Thread>();
  thread->ordinal = static_cast<std::uint16_t>(g.threads.size());
  thread->parent = parent;
  g.threads.push_back(thread);
  ++g.live;
  update_watching();
  if (g.live > g.arena->result.max_live) g.arena->result.max_live = g.live;
  return *thread;
}

/// A stack may have belonged to a thread that ended before: what was done to it then is forgotten.
void own_stack(Thread& me, std::uint64_t here) {
  me.stack_high = reinterpret_cast<std::uint64_t>(pthread_self()) + 4096;
  me.stack_low = here;
  for (Thread* old : g.threads)
    if (old != &me && !old->live && old->stack_high == me.stack_high && old->stack_low) {
      g.races.forget(old->stack_low - 8192, old->stack_high - old->stack_low + 8192);
      forget_objects(old->stack_low - 8192, old->stack_high);
      old->stack_low = old->stack_high = 0;
    }
}

void* run_thread(void* argument) {
  auto* me = static_cast<Thread*>(argument);
  wait_turn(*me);
  self_thread = me;
  me->handle = pthread_self();
  int here = 0;
  own_stack(*me, reinterpret_cast<std::uint64_t>(&here));
  pthread_setspecific(exit_key,
                      reinterpret_cast<void*>(static_cast<std::uintptr_t>(PTHREAD_DESTRUCTOR_ITERATIONS)));
  me->owns = true;
  if (me->entry_c11) return reinterpret_cast<void*>(static_cast<std::intptr_t>(me->entry_c11(me->argument)));
  return me->entry(me->argument);
}

} // namespace

Thread* thread_of(pthread_t handle) {
  for (std::uint32_t i = g.threads.size(); i-- > 0;) { // handles are reused: the youngest counts
    Thread* thread = g.threads[i];
    if (!thread->joined && pthread_equal(thread->handle, handle)) return thread;
  }
  return nullptr;
}

Thread& adopt_main() {
  Thread& me = new_thread(0);
  me.handle = pthread_self();
  int here = 0;
  me.stack_high = reinterpret_cast<std::uint64_t>(&here) + (1 << 16);
  me.stack_low = reinterpret_cast<std::uint64_t>(&here) - (8 << 20);
  if (!have_exit_key) have_exit_key = pthread_key_create(&exit_key, end_thread) == 0;
  pthread_setspecific(exit_key,
                      reinterpret_cast<void*>(static_cast<std::uintptr_t>(PTHREAD_DESTRUCTOR_ITERATIONS)));
  g.races.start_main(0);
  self_thread = &me;
  return me;
}

void update_alone() {
  g.alone = g.live == 1;
  for (Thread* thread : g.threads)
    if (!thread->live && !thread->joined) g.alone = false;
  update_watching();
}

void update_watching() { g.watching = g.live > 1 || !g.alone || (g.flags & flag_weak_memory); }

int create(Thread& me, pthread_t* handle, const pthread_attr_t* attributes, void* (*entry)(void*),
           int (*c11)(void*), void* argument, std::uint64_t pc) {
  if (g.threads.size() >= max_threads) end_run(Verdict::unsupported, "more than 1024 threads were created");
  point(me, Op::thread_create, nullptr, pc);
  if (fault(me, sched::Fault::thread_creation, pc)) {
    g.last_step->flags |= sched::step_failed | sched::step_fault;
    return EAGAIN;
  }
  Thread& child = new_thread(me.ordinal);
  child.entry = entry;
  child.entry_c11 = c11;
  child.argument = argument;
  child.created_pc = pc;
  child.created_stack = me.stack;
  child.pending.op = Op::thread_start;
  child.pending.pc = pc;
  int state = PTHREAD_CREATE_JOINABLE;
  if (attributes) pthread_attr_getdetachstate(attributes, &state);
  child.detached = state == PTHREAD_CREATE_DETACHED;
  __libc_single_threaded = 0; // the C library says so once in a process, we may be at a later repetition
  const int error = BURLER_REAL(pthread_create)(&child.handle, attributes, run_thread, &child);
  if (error) {
    child.live = false;
    child.joined = true;
    --g.live;
    update_watching();
    return error;
  }
  if (handle) *handle = child.handle;
  g.alone = false;
  update_watching();
  g.races.start_thread(child.ordinal, me.ordinal);
  if (g.strategy) g.strategy->thread_created(child.ordinal, me.ordinal);
  note_change(me);
  return 0;
}

int join(Thread& me, pthread_t handle, void** result, std::uint64_t deadline, std::uint64_t pc) {
  Thread* target = thread_of(handle);
  if (!target) {
    misuse(me, 0, pc, "join of a thread that does not exist or was joined before");
    return ESRCH;
  }
  if (target == &me || target->detached) {
    misuse(me, 0, pc, target == &me ? "a thread joins itself" : "join of a detached thread");
    return target == &me ? EDEADLK : EINVAL;
  }
  Pending pending;
  pending.op = Op::thread_join;
  pending.gate = Gate::finished;
  pending.target = target;
  pending.ordinal = target->ordinal;
  pending.deadline = deadline;
  pending.pc = pc;
  point(me, pending);
  if (target->live) return ETIMEDOUT;
  const int error =
      BURLER_REAL(pthread_join)(handle, result); // it has left the schedule: ends without waiting for us
  target->joined = true;
  g.races.join_thread(me.ordinal, target->ordinal);
  update_alone();
  note_change(me);
  return error;
}

int detach(Thread& me, pthread_t handle, std::uint64_t pc) {
  Thread* target = thread_of(handle);
  Pending pending;
  pending.op = Op::thread_detach;
  pending.ordinal = target ? target->ordinal : 0;
  pending.pc = pc;
  point(me, pending);
  if (target) {
    if (target->detached) misuse(me, 0, pc, "a thread is detached twice");
    target->detached = true;
  }
  return BURLER_REAL(pthread_detach)(handle);
}

} // namespace burler::runtime

using namespace burler::runtime;

BURLER_EXPORT int pthread_create(pthread_t* handle, const pthread_attr_t* attributes, void* (*entry)(void*),
                                 void* argument) noexcept {
  Entry me;
  if (!me && profiling) return create_profiled(handle, attributes, entry, argument, BURLER_FRAME());
  if (!me) return BURLER_REAL(pthread_create)(handle, attributes, entry, argument);
  return create(*me, handle, attributes, entry, nullptr, argument, BURLER_PC());
}

BURLER_EXPORT int pthread_join(pthread_t handle, void** result) {
  Entry me;
  if (!me) {
    Stopwatch watch(Timed::join, nullptr, BURLER_FRAME());
    return watch.done(BURLER_REAL(pthread_join)(handle, result));
  }
  return join(*me, handle, result, never, BURLER_PC());
}

BURLER_EXPORT int pthread_tryjoin_np(pthread_t handle, void** result) noexcept {
  Entry me;
  if (!me) return BURLER_REAL(pthread_tryjoin_np)(handle, result);
  Thread* target = thread_of(handle);
  if (target && target->live) {
    point(*me, Op::yield, nullptr, BURLER_PC());
    note_yield(*me);
    if (target->live) return EBUSY;
  }
  return join(*me, handle, result, never, BURLER_PC());
}

BURLER_EXPORT int pthread_timedjoin_np(pthread_t handle, void** result, const timespec* deadline) {
  Entry me;
  if (!me) {
    Stopwatch watch(Timed::join, nullptr, BURLER_FRAME());
    return watch.done(BURLER_REAL(pthread_timedjoin_np)(handle, result, deadline));
  }
  return join(*me, handle, result, deadline_from(CLOCK_REALTIME, deadline), BURLER_PC());
}

BURLER_EXPORT int pthread_clockjoin_np(pthread_t handle, void** result, clockid_t id,
                                       const timespec* deadline) {
  Entry me;
  if (!me) {
    Stopwatch watch(Timed::join, nullptr, BURLER_FRAME());
    return watch.done(BURLER_REAL(pthread_clockjoin_np)(handle, result, id, deadline));
  }
  return join(*me, handle, result, deadline_from(id, deadline), BURLER_PC());
}

BURLER_EXPORT int pthread_detach(pthread_t handle) noexcept {
  Entry me;
  if (!me) return BURLER_REAL(pthread_detach)(handle);
  return detach(*me, handle, BURLER_PC());
}

BURLER_EXPORT int pthread_setname_np(pthread_t handle, const char* name) noexcept {
  Entry me;
  if (Thread* thread = me ? thread_of(handle) : nullptr)
    std::strncpy(thread->name, name, sizeof thread->name - 1);
  if (!me) name_profiled_thread(handle, name);
  return BURLER_REAL(pthread_setname_np)(handle, name);
}

BURLER_EXPORT int thrd_create(thrd_t* handle, thrd_start_t entry, void* argument) {
  Entry me;
  if (!me) return BURLER_REAL(thrd_create)(handle, entry, argument);
  return create(*me, handle, nullptr, nullptr, entry, argument, BURLER_PC()) ? thrd_error : thrd_success;
}

BURLER_EXPORT int thrd_join(thrd_t handle, int* result) {
  Entry me;
  if (!me) return BURLER_REAL(thrd_join)(handle, result);
  void* value = nullptr;
  if (join(*me, handle, &value, never, BURLER_PC())) return thrd_error;
  if (result) *result = static_cast<int>(reinterpret_cast<std::intptr_t>(value));
  return thrd_success;
}

BURLER_EXPORT int thrd_detach(thrd_t handle) {
  Entry me;
  if (!me) return BURLER_REAL(thrd_detach)(handle);
  return detach(*me, handle, BURLER_PC()) ? thrd_error : thrd_success;
}

BURLER_EXPORT void thrd_exit(int result) {
  pthread_exit(reinterpret_cast<void*>(static_cast<std::intptr_t>(result)));
}

BURLER_EXPORT void thrd_yield() { sched_yield(); }
BURLER_EXPORT int thrd_sleep(const timespec* duration, timespec* left) { return nanosleep(duration, left); }

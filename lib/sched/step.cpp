#include "sched/step.h"

#include <cstring>

namespace burler::sched {

namespace {
constexpr const char* names[op_count] = {"none",
                                         "thread_start",
                                         "thread_exit",
                                         "thread_create",
                                         "thread_join",
                                         "thread_detach",
                                         "lock",
                                         "try_lock",
                                         "timed_lock",
                                         "unlock",
                                         "lock_shared",
                                         "try_lock_shared",
                                         "timed_lock_shared",
                                         "unlock_shared",
                                         "cond_wait",
                                         "cond_timed_wait",
                                         "cond_wake",
                                         "cond_signal",
                                         "cond_broadcast",
                                         "sem_wait",
                                         "sem_try_wait",
                                         "sem_timed_wait",
                                         "sem_post",
                                         "barrier_arrive",
                                         "barrier_leave",
                                         "once_begin",
                                         "once_end",
                                         "futex_wait",
                                         "futex_resume",
                                         "futex_wake",
                                         "atomic_load",
                                         "atomic_store",
                                         "atomic_rmw",
                                         "atomic_cas",
                                         "fence",
                                         "plain_read",
                                         "plain_write",
                                         "sleep",
                                         "wake",
                                         "yield",
                                         "clock",
                                         "io",
                                         "destroy",
                                         "interrupted"};
} // namespace

bool is_choice(Op op) {
  switch (op) {
  case Op::none:
  case Op::thread_start:
  case Op::thread_exit:
  case Op::thread_create:
  case Op::thread_join:
  case Op::thread_detach:
  case Op::unlock:
  case Op::unlock_shared:
  case Op::cond_wake:
  case Op::barrier_leave:
  case Op::once_end:
  case Op::futex_resume:
  case Op::sleep:
  case Op::wake:
  case Op::yield:
  case Op::clock:
  case Op::interrupted:
    return false;
  default:
    return true;
  }
}

bool observes(Op op) { return is_choice(op) && op != Op::plain_write && op != Op::atomic_store; }

bool leaves(Op op) { return is_choice(op) && op != Op::plain_read && op != Op::atomic_load; }

namespace {

enum class Sort { none, memory, sync, any_sync, birth, time, world };

Sort sort_of(Op op) {
  if (op == Op::thread_create) return Sort::birth; // numbers the child
  if (is_atomic(op) || op == Op::plain_read || op == Op::plain_write) return Sort::memory;
  if (op >= Op::cond_wait && op <= Op::cond_broadcast) return Sort::any_sync;
  if (op >= Op::futex_wait && op <= Op::futex_wake) return Sort::any_sync;
  if ((op >= Op::lock && op <= Op::once_end) || op == Op::destroy) return Sort::sync;
  if (op == Op::sleep || op == Op::wake || op == Op::clock) return Sort::time;
  return op == Op::io ? Sort::world : Sort::none;
}

bool only_looks(Op op) {
  return op == Op::atomic_load || op == Op::plain_read || op == Op::lock_shared || op == Op::unlock_shared;
}

} // namespace

bool dependent(const Step& a, const Step& b) {
  const Sort x = sort_of(a.op), y = sort_of(b.op);
  if (x == Sort::none || y == Sort::none) return false;
  const auto touches = [](Sort sort) {
    return sort == Sort::memory || sort == Sort::sync || sort == Sort::any_sync;
  };
  if (touches(x) != touches(y)) return false;
  if (!touches(x)) return x == y;
  if (x == Sort::any_sync || y == Sort::any_sync) return true;
  return a.object == b.object && !(only_looks(a.op) && only_looks(b.op));
}

const char* name_of(Op op) {
  const auto number = static_cast<std::uint8_t>(op);
  return number < op_count ? names[number] : "?";
}

Op op_of(const char* name) {
  for (std::uint8_t i = 0; i < op_count; ++i)
    if (std::strcmp(names[i], name) == 0) return static_cast<Op>(i);
  return Op::none;
}

} // namespace burler::sched

// syscall(SYS_futex): the waiting of libstdc++ (std::atomic::wait, latch, barrier, semaphore, future).
#include "runtime/profile.h"
#include "runtime/real.h"
#include "runtime/waiting.h"

#include <cerrno>
#include <climits>
#include <cstdarg>
#include <ctime>
#include <linux/futex.h>
#include <sys/syscall.h>
#include <unistd.h>

using namespace burler::runtime;

namespace {

long fail(int error) {
  errno = error;
  return -1;
}

long wait(Thread& me, int* word, int value, std::uint64_t deadline, std::uint64_t pc) {
  Object& object = object_at(reinterpret_cast<std::uint64_t>(word), Op::futex_wait, me);
  point(me, Op::futex_wait, &object, pc);
  if (*static_cast<volatile int*>(word) != value) return fail(EAGAIN);
  return wait_in(me, object, nullptr, Op::futex_resume, deadline, pc) ? 0 : fail(ETIMEDOUT);
}

long futex(Thread& me, const long* a, std::uint64_t pc, bool& handled) {
  auto* word = reinterpret_cast<int*>(a[0]);
  const auto* t = reinterpret_cast<const timespec*>(a[3]);
  handled = true;
  switch (a[1] & FUTEX_CMD_MASK) {
  case FUTEX_WAIT: {
    std::uint64_t deadline = never;
    if (t) deadline = g.now + deadline_from(CLOCK_MONOTONIC, t); // relative
    return wait(me, word, static_cast<int>(a[2]), deadline, pc);
  }
  case FUTEX_WAIT_BITSET:
    return wait(me, word, static_cast<int>(a[2]), t ? deadline_from(CLOCK_MONOTONIC, t) : never, pc);
  case FUTEX_WAKE:
  case FUTEX_WAKE_BITSET: {
    Object& object = object_at(static_cast<std::uint64_t>(a[0]), Op::futex_wake, me);
    return wake_from(me, object, a[2] > INT_MAX || a[2] < 0 ? INT_MAX : static_cast<std::uint32_t>(a[2]),
                     Op::futex_wake, pc);
  }
  default:
    handled = false;
    return 0;
  }
}

} // namespace

BURLER_EXPORT long syscall(long number, ...) noexcept {
  long a[6];
  va_list list;
  va_start(list, number);
  for (long& argument : a)
    argument = va_arg(list, long);
  va_end(list);
  if (number == SYS_futex) {
    Entry me;
    bool handled = false;
    if (me) {
      const long result = futex(*me, a, BURLER_PC(), handled);
      if (handled) return result;
      end_run(Verdict::unsupported, "a futex operation other than wait and wake");
    }
    if (profiling) {
      const int operation = static_cast<int>(a[1]) & FUTEX_CMD_MASK;
      const bool waits = operation == FUTEX_WAIT || operation == FUTEX_WAIT_BITSET;
      Stopwatch watch(waits ? Timed::futex_wait : Timed::wake, reinterpret_cast<void*>(a[0]), BURLER_FRAME());
      return watch.done_negative(BURLER_REAL(syscall)(number, a[0], a[1], a[2], a[3], a[4], a[5]));
    }
  }
  return BURLER_REAL(syscall)(number, a[0], a[1], a[2], a[3], a[4], a[5]);
}

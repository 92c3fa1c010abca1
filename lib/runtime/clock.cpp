// Virtual time: one clock for all clock ids, advanced by 200 ns a step and by jumps to the next deadline.
#include "runtime/real.h"
#include "runtime/state.h"
#include "runtime/survey.h"

#include <ctime>
#include <sys/time.h>
#include <unistd.h>

namespace burler::runtime {

namespace {

timespec as_timespec(std::uint64_t ns) {
  return {static_cast<time_t>(ns / 1'000'000'000), static_cast<long>(ns % 1'000'000'000)};
}

std::uint64_t look(Thread& me, std::uint64_t pc) {
  g.now += 1000;
  if (g.live > 1 && ++me.repeats >= 64) { // a loop around the clock waits for time to pass
    me.repeats = 0;
    g.now += 100'000;
    point(me, Op::yield, nullptr, pc);
    note_yield(me);
  } else if (g.live == 1 && ++me.repeats >= 64) {
    g.now += 1'000'000;
  }
  return g.now;
}

int sleep_for(Thread& me, std::uint64_t until, std::uint64_t pc) {
  if (g.flags & flag_survey) survey_wait(me);
  point(me, Op::sleep, nullptr, pc);
  Pending wake;
  wake.op = Op::wake;
  wake.gate = Gate::time;
  wake.deadline = until;
  wake.pc = pc;
  point(me, wake);
  return 0;
}

std::uint64_t ns_of(const timespec& t) {
  return static_cast<std::uint64_t>(t.tv_sec) * 1'000'000'000 + static_cast<std::uint64_t>(t.tv_nsec);
}

} // namespace

std::uint64_t deadline_from(int, const timespec* absolute) {
  if (absolute->tv_sec < 0) return 0;
  if (absolute->tv_sec > 17'000'000'000) return never - 1;
  return ns_of(*absolute);
}

std::uint64_t wall_clock() { return g.now; }

} // namespace burler::runtime

using namespace burler::runtime;

BURLER_EXPORT int clock_gettime(clockid_t id, timespec* out) noexcept {
  Entry me;
  if (!me || id == CLOCK_PROCESS_CPUTIME_ID || id == CLOCK_THREAD_CPUTIME_ID) {
    return BURLER_REAL(clock_gettime)(id, out);
  }
  *out = as_timespec(look(*me, BURLER_PC()));
  return 0;
}

BURLER_EXPORT int gettimeofday(timeval* out, void* zone) noexcept {
  Entry me;
  if (!me) return BURLER_REAL(gettimeofday)(out, zone);
  const std::uint64_t now = look(*me, BURLER_PC());
  *out = {static_cast<time_t>(now / 1'000'000'000), static_cast<suseconds_t>(now / 1000 % 1'000'000)};
  return 0;
}

BURLER_EXPORT time_t time(time_t* out) noexcept {
  Entry me;
  if (!me) return BURLER_REAL(time)(out);
  const auto now = static_cast<time_t>(look(*me, BURLER_PC()) / 1'000'000'000);
  if (out) *out = now;
  return now;
}

BURLER_EXPORT int nanosleep(const timespec* duration, timespec* left) {
  Entry me;
  if (!me) return BURLER_REAL(nanosleep)(duration, left);
  return sleep_for(*me, g.now + ns_of(*duration), BURLER_PC());
}

BURLER_EXPORT int clock_nanosleep(clockid_t id, int flags, const timespec* duration, timespec* left) {
  Entry me;
  if (!me) return BURLER_REAL(clock_nanosleep)(id, flags, duration, left);
  return sleep_for(*me, (flags & TIMER_ABSTIME) ? ns_of(*duration) : g.now + ns_of(*duration), BURLER_PC());
}

BURLER_EXPORT int usleep(useconds_t us) {
  Entry me;
  if (!me) return BURLER_REAL(usleep)(us);
  return sleep_for(*me, g.now + us * 1000ULL, BURLER_PC());
}

BURLER_EXPORT unsigned sleep(unsigned seconds) {
  Entry me;
  if (!me) return BURLER_REAL(sleep)(seconds);
  sleep_for(*me, g.now + seconds * 1'000'000'000ULL, BURLER_PC());
  return 0;
}

BURLER_EXPORT int sched_yield() noexcept {
  Entry me;
  if (!me) return BURLER_REAL(sched_yield)();
  point(*me, Op::yield, nullptr, BURLER_PC());
  note_yield(*me);
  return 0;
}

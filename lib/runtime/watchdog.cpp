#include "runtime/watchdog.h"

#include "runtime/real.h"

#include <cerrno>
#include <csignal>
#include <ctime>
#include <dirent.h>
#include <unistd.h>

namespace burler::runtime {

namespace {

constexpr int tick = 60; ///< a real-time signal that nobody uses
constexpr long tick_ns = 20'000'000;

std::uint64_t seen_steps = 0;
std::uint32_t still = 0;
thread_local std::uint32_t ticks __attribute__((tls_model("initial-exec"))) = 0;

/// Does the recording interrupt this thread before its next operation?
bool recorded_interruption(const Thread& me) {
  const Arena& arena = *g.arena;
  for (std::uint32_t i = g.cursor; i < arena.request.step_count; ++i)
    if (arena.input_steps[i].thread == me.ordinal) return arena.input_steps[i].op == Op::interrupted;
  return false;
}

void interrupt_holder() {
  Thread* me = self_thread;
  if (!me || !me->owns || g.live < 2) return;
  if (g.arena->request.mode == Mode::replay && !recorded_interruption(*me)) return;
  me->owns = false;
  note_outside("code that is not observed");
  me->parked = true; // the others first
  Pending pending;
  pending.op = Op::interrupted;
  pending.pc = me->pending.pc;
  point(*me, pending);
  me->owns = true;
}

/// In whatever thread the timer hits; the state is another thread's, so it is only looked at.
void look_at_holder() {
  const std::uint64_t steps = *static_cast<volatile std::uint64_t*>(&g.steps);
  if (steps != seen_steps || g.live < 2) {
    seen_steps = steps;
    still = 0;
    return;
  }
  Thread* holder = *static_cast<Thread* volatile*>(&g.last);
  if (++still >= 2 && holder && holder->live && holder->owns) pthread_kill(holder->handle, tick);
}

void on_tick(int, siginfo_t* info, void*) {
  const int error = errno;
  ++ticks;
  if (g.active && !g.ended) {
    if (info->si_code == SI_TKILL)
      interrupt_holder();
    else
      look_at_holder();
  }
  errno = error;
}

std::uint32_t tasks() {
  std::uint32_t count = 0;
  DIR* folder = opendir("/proc/self/task");
  if (!folder) return 0;
  while (const dirent* entry = readdir(folder))
    count += entry->d_name[0] != '.';
  closedir(folder);
  return count;
}

} // namespace

std::uint32_t ticks_here() { return ticks; }

void start_watchdog() {
  struct sigaction action{};
  action.sa_sigaction = on_tick;
  action.sa_flags = SA_SIGINFO | SA_RESTART;
  sigfillset(&action.sa_mask);
  sigaction(tick, &action, nullptr);
  sigevent event{};
  event.sigev_notify = SIGEV_SIGNAL;
  event.sigev_signo = tick;
  timer_t timer{};
  if (timer_create(CLOCK_MONOTONIC, &event, &timer) != 0) return;
  const itimerspec interval{{0, tick_ns}, {0, tick_ns}};
  timer_settime(timer, 0, &interval, nullptr);
}

bool skips_interruption(const Step& expected) {
  return expected.op == Op::interrupted && expected.thread < g.threads.size() &&
         g.threads[expected.thread]->pending.op != Op::interrupted;
}

void check_unseen_end(bool livelock) {
  if (!(g.flags & flag_preload)) return;
  if (livelock)
    end_run(Verdict::unsupported,
            "threads repeat themselves, perhaps until memory changes that is not observed; "
            "build the program with `burler cxx` to see it");
  // Threads that left the schedule may take a moment to be gone.
  for (int i = 0; i < 100 && tasks() > g.live; ++i)
    BURLER_REAL(poll)(nullptr, 0, 1);
  if (tasks() > g.live)
    end_run(Verdict::unsupported, "every controlled thread waits, but others run that are not controlled");
}

} // namespace burler::runtime

// A program that blocks all signals in its workers means its own.
using namespace burler::runtime;

namespace {
struct Unblocked {
  sigset_t set;
  Unblocked(const sigset_t* wanted) {
    set = *wanted;
    sigdelset(&set, tick);
  }
};
} // namespace

BURLER_EXPORT int pthread_sigmask(int how, const sigset_t* set, sigset_t* old) noexcept {
  if (!set || how == SIG_UNBLOCK || !(g.flags & flag_preload))
    return BURLER_REAL(pthread_sigmask)(how, set, old);
  const Unblocked wanted(set);
  return BURLER_REAL(pthread_sigmask)(how, &wanted.set, old);
}
BURLER_EXPORT int sigprocmask(int how, const sigset_t* set, sigset_t* old) noexcept {
  if (!set || how == SIG_UNBLOCK || !(g.flags & flag_preload)) return BURLER_REAL(sigprocmask)(how, set, old);
  const Unblocked wanted(set);
  return BURLER_REAL(sigprocmask)(how, &wanted.set, old);
}

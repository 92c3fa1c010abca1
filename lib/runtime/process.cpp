// The ends of a process that do not pass through exit handlers, and fork.
#include "runtime/real.h"
#include "runtime/repetition.h"
#include "runtime/state.h"

#include <cstdio>
#include <cstdlib>
#include <unistd.h>

using namespace burler::runtime;

namespace {
void leaving(int status) {
  Entry me;
  if (!me || g.ended) return;
  check_at_exit();
  g.arena->result.exit_status = status;
  finish(status == 0 ? Verdict::completed : Verdict::failed_exit, nullptr);
}
} // namespace

BURLER_EXPORT void _exit(int status) {
  leaving(status);
  BURLER_REAL(_exit)(status);
  __builtin_unreachable();
}
BURLER_EXPORT void _Exit(int status) noexcept {
  leaving(status);
  BURLER_REAL(_exit)(status);
  __builtin_unreachable();
}

BURLER_EXPORT void __assert_fail(const char* expression, const char* file, unsigned line,
                                 const char* function) noexcept {
  {
    Entry me;
    if (me) {
      char text[512];
      std::snprintf(text, sizeof text, "assertion failed: %s at %s:%u", expression, file, line);
      add_side(new_finding(Defect::crash, 0, text), *me, SideKind::crash, 0, BURLER_PC(), me->stack);
      g.arena->result.signal = 6;
      finish(Verdict::crashed, text);
    }
  }
  BURLER_REAL(__assert_fail)(expression, file, line, function);
  __builtin_unreachable();
}

BURLER_EXPORT void abort() noexcept {
  {
    Entry me;
    if (me && !g.ended) {
      add_side(new_finding(Defect::crash, 0, "abort() was called"), *me, SideKind::crash, 0, BURLER_PC(),
               me->stack);
      g.arena->result.signal = 6;
      finish(Verdict::crashed, "abort() was called");
    }
  }
  BURLER_REAL(abort)();
  __builtin_unreachable();
}

namespace {
int quick_status = 0;
void quick_end() { leaving(quick_status); }
} // namespace
namespace burler::runtime {
/// Called first, so that the program's own handlers run before.
void watch_quick_exit() { at_quick_exit(quick_end); }
} // namespace burler::runtime
BURLER_EXPORT void quick_exit(int status) noexcept {
  quick_status = status;
  BURLER_REAL(quick_exit)(status);
  __builtin_unreachable();
}

/// A forked child has one thread and no schedule: it runs uncontrolled.
BURLER_EXPORT pid_t fork() noexcept {
  Entry me;
  const pid_t child = BURLER_REAL(fork)();
  if (me) note_fork(child == 0);
  if (me && child == 0) {
    g.active = false;
    g.ended = true;
    self_thread = nullptr;
  }
  return child;
}
/// The child of a vfork would run on our memory and report its end as the program's.
BURLER_EXPORT pid_t vfork() noexcept { return fork(); }

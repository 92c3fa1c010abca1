#include "runtime/repetition.h"

#include "runtime/checkpoint.h"
#include "runtime/exit_handlers.h"
#include "runtime/real.h"
#include "runtime/state.h"

#include <csetjmp>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <dirent.h>
#include <unistd.h>

extern "C" {
using MainFunction = int (*)(int, char**, char**);
int __libc_start_main(MainFunction main, int count, char** arguments, void (*init)(), void (*fini)(),
                      void (*loader_fini)(), void* stack_end);
__attribute__((weak, visibility("hidden"))) extern void (*const __fini_array_start[])();
__attribute__((weak, visibility("hidden"))) extern void (*const __fini_array_end[])();
}

namespace burler::runtime {

namespace {

constexpr std::size_t most_state = 2u << 20;          ///< bytes: forking costs less than copying more
constexpr std::uint64_t most_left = 64u << 20;        ///< bytes of heap that nobody freed
constexpr std::uint32_t most_runs = 4000;             ///< then a fresh process, for hygiene
constexpr std::uint32_t most_looked_for_files = 1024; ///< looked at after 1, 2, 4, ... runs

struct Repeater {
  int requests = -1, replies = -1;
  MainFunction main = nullptr;
  bool wanted = false, repeating = false, forked = false;
  Result base;               ///< as it was when main began
  std::uint64_t modules = 0; ///< module_changes() then
  std::uint32_t files = 0;   ///< open descriptors then
  sigjmp_buf back;           ///< where exit() goes
  int status = 0;            ///< given to exit()
};
Repeater r;
BURLER_KEPT std::uint32_t runs = 0; ///< schedules that this process has ended
BURLER_KEPT std::uint64_t began_us = 0;

std::uint32_t open_files() {
  DIR* folder = opendir("/proc/self/fd");
  if (!folder) return 0;
  std::uint32_t count = 0;
  while (readdir(folder))
    ++count;
  closedir(folder);
  return count;
}

/// Why the state at the beginning of main cannot be a checkpoint; null when it can.
const char* why_not_here() {
  if (g.threads.size() > 1) return "threads were started before main";
  if (g.arena->result.external) return "the program waits for the outside world before main";
  if (__fini_array_end - __fini_array_start > 1) return "the program has destructor functions";
  if (g.blocks.size() == 0) return "the program has its own malloc";
  if (g.steps || g.arena->result.fault_count) return "choices are made before main";
  return nullptr;
}

/// Why this process cannot run another schedule; null when nothing is known against it.
const char* why_not_again() {
  if (g.live > 1) return "threads are still running at the end";
  for (const Thread* thread : g.threads)
    if (thread->ordinal && !thread->joined && !thread->detached) return "threads are left that nobody joined";
  if (g.arena->result.external) return "the program waits for the outside world";
  if (r.forked) return "the program forks";
  if (module_changes() != r.modules) return "the program loads libraries";
  if ((runs & (runs - 1)) == 0 && runs <= most_looked_for_files && open_files() != r.files)
    return "files are left open";
  return nullptr;
}

bool worn_out() { return runs >= most_runs || bytes_left_since_checkpoint() > most_left; }

void answer() {
  Repetition& state = g.arena->repetition;
  const Reply reply{state.taken, 0, 0, now_us() - began_us, 0, runs};
  ++runs;
  state.ran = runs;
  __atomic_store_n(&state.answered, state.taken, __ATOMIC_RELEASE);
  write_whole(r.replies, &reply, sizeof reply);
}

/// Waits for the next request and takes it; ends the process when it is not for us.
void take_request() {
  Command command;
  if (!read_whole(r.requests, &command, sizeof command)) BURLER_REAL(_exit)(0);
  Repetition& state = g.arena->repetition;
  if (!g.arena->request.repeat) {
    state.returned = command.run_id;
    BURLER_REAL(_exit)(0);
  }
  __atomic_store_n(&state.taken, command.run_id, __ATOMIC_RELEASE);
  began_us = now_us();
}

void begin(Thread& me) {
  g.arena->result = r.base;
  g.arena->result.run_id = g.arena->request.run_id;
  read_request();
  g.strategy->thread_created(0, 0);
  me.owns = true;
}

/// After the program's last word: the result, the answer, and back to the beginning.
void end(Thread& me, int status) {
  me.owns = false;
  std::fflush(nullptr);
  check_at_exit();
  g.arena->result.exit_status = status;
  finish(status == 0 ? Verdict::completed : Verdict::failed_exit, nullptr);
  const char* carried = why_not_again();
  g.arena->result.carried = text_ref(carried);
  answer();
  if (carried || worn_out()) BURLER_REAL(_exit)(status);
  restore_keys();
  return_to_checkpoint();
  take_request();
}

/// True when the state is a checkpoint now, and runs can be repeated from here. Otherwise it says why not.
bool can_repeat(Thread& me, int count, char** arguments) {
  me.owns = false;
  const char* refused = why_not_here();
  if (!refused) {
    std::fflush(nullptr);
    g.points.clear();
    std::memset(g.point_filter, 0, sizeof g.point_filter);
    r.base = g.arena->result;
    r.modules = module_changes();
    r.files = open_files();
    r.repeating = true;
    watch_keys();
    if (take_checkpoint(count, arguments) <= most_state) return true;
    refused = "the program has more than 2 MB of state when main begins";
    r.repeating = false;
    begin(me);
  }
  g.arena->result.carried = text_ref(refused);
  me.owns = true;
  return false;
}

/// The one place that calls main, so that call stacks and addresses of locals are the same however it is run.
int controlled_main(int count, char** arguments, char** environment) {
  Thread* me = self_thread;
  const bool repeats = r.wanted && g.active && me && me->owns && can_repeat(*me, count, arguments);
  for (;;) {
    if (repeats) begin(*me);
    if (sigsetjmp(r.back, 0) == 0) r.status = r.main(count, arguments, environment);
    if (!repeats) return r.status;
    run_exit_handlers();
    end(*me, r.status & 0xff);
  }
}

} // namespace

void repeat_runs(int requests, int replies) {
  r.requests = requests;
  r.replies = replies;
  r.wanted = true;
  began_us = now_us();
  keep_exit_handlers();
}

void note_fork(bool in_child) {
  r.forked = true;
  if (in_child) r.repeating = false;
}

} // namespace burler::runtime

using namespace burler::runtime;

BURLER_EXPORT void exit(int status) noexcept {
  Thread* me = self_thread;
  if (r.repeating && g.active && !g.ended && me && me->ordinal == 0 && me->owns) {
    r.status = status;
    siglongjmp(r.back, 1);
  }
  BURLER_REAL(exit)(status);
  __builtin_unreachable();
}

BURLER_EXPORT int __libc_start_main(MainFunction main, int count, char** arguments, void (*init)(),
                                    void (*fini)(), void (*loader_fini)(), void* stack_end) {
  r.main = main;
  return BURLER_REAL(__libc_start_main)(controlled_main, count, arguments, init, fini, loader_fini,
                                        stack_end);
}

// The start of a run: from the preinit array, before any static constructor, as a child of the fork server or
// alone.
#include "runtime/fault.h"
#include "runtime/real.h"
#include "runtime/repetition.h"
#include "runtime/server.h"
#include "runtime/state.h"
#include "runtime/watchdog.h"

#include <csignal>
#include <cstdlib>
#include <cstring>
#include <sched.h>
#include <unistd.h>

namespace burler::runtime {

void watch_quick_exit(); // process.cpp

namespace {

constexpr std::uint64_t default_date_ns =
    1'767'225'600'000'000'000; // 2026-01-01, so that seeds taken from time repeat

void note_exit(int status, void*) {
  if (!g.active || g.ended) return;
  Thread* me = self_thread;
  if (me) me->owns = false;
  check_at_exit();
  g.arena->result.exit_status = status;
  if (left_early())
    finish(Verdict::diverged, "the program ended before its recording did");
  else
    finish(status == 0 ? Verdict::completed : Verdict::failed_exit, nullptr);
}

const char* name_of_signal(int number) {
  switch (number) {
  case SIGSEGV:
    return "segmentation fault";
  case SIGBUS:
    return "bus error";
  case SIGFPE:
    return "arithmetic error";
  case SIGILL:
    return "illegal instruction";
  case SIGABRT:
    return "aborted";
  default:
    return "fatal signal";
  }
}

void note_signal(int number, siginfo_t*, void*) {
  if (g.active && !g.ended) {
    Thread* me = self_thread;
    if (me) me->owns = false;
    g.arena->result.signal = number;
    if (me) {
      const std::uint64_t pc = g.last_step == &g.scratch_step ? 0 : me->pending.pc;
      add_side(new_finding(Defect::crash, 0, name_of_signal(number)), *me, SideKind::crash, 0, pc, me->stack);
    }
    finish(Verdict::crashed, name_of_signal(number));
  }
  signal(number, SIG_DFL);
  raise(number);
}

void catch_signals() {
  BURLER_KEPT static char alternate[1 << 15];
  stack_t stack{};
  stack.ss_sp = alternate;
  stack.ss_size = sizeof alternate;
  sigaltstack(&stack, nullptr);
  struct sigaction action{};
  action.sa_sigaction = note_signal;
  action.sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER;
  for (const int number : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT})
    sigaction(number, &action, nullptr);
}

void pin() {
  // Serialised threads gain nothing from a second core and lose its cache; stay where we are.
  const int here = sched_getcpu();
  if (here < 0) return;
  cpu_set_t set;
  CPU_ZERO(&set);
  CPU_SET(here, &set);
  sched_setaffinity(0, sizeof set, &set);
}

void read_points(const Arena& arena) {
  for (std::uint32_t i = 0; i < arena.request.point_count && i < max_points; ++i)
    if (const std::uint64_t pc = address_of(arena.input_points[i])) {
      g.points.get(pc) = 1;
      const std::uint64_t bit = (pc * 0x9e3779b97f4a7c15ULL) >> 48;
      g.point_filter[bit >> 3] |= static_cast<std::uint8_t>(1 << (bit & 7));
    }
}

void reset_result(const Request& request) {
  Result& result = g.arena->result;
  result = Result{};
  result.run_id = request.run_id;
  result.text_pool_used = 1;
}

} // namespace

void read_request() {
  const Request& request = g.arena->request;
  read_points(*g.arena);
  g.flags = request.flags;
  update_watching();
  g.base = request.realtime_base_ns ? request.realtime_base_ns : default_date_ns;
  g.max_steps = request.max_steps ? request.max_steps : 1'000'000;
  g.foresight_random = sched::RandomSource(request.seed ^ 0x666f7265ULL);
  g.value_random = sched::RandomSource(request.seed ^ 0x7374616c65ULL);
  read_faults();
  std::uint64_t parameter = 0;
  const char* name = request.mode == Mode::explore && request.strategy[0] ? request.strategy : "default";
  const sched::StrategyEntry* entry = sched::find_strategy(name, parameter);
  if (!entry) end_run(Verdict::unsupported, "there is no such strategy");
  const sched::Profile profile{
      g.arena->input_subjects, request.subject_count < max_subjects ? request.subject_count : max_subjects,
      g.arena->input_profile,
      request.profiled_threads < max_threads ? request.profiled_threads : max_threads};
  const std::uint32_t given =
      request.step_count < max_steps_recorded ? request.step_count : max_steps_recorded;
  const std::uint32_t sleepers = request.sleeper_count < given ? request.sleeper_count : given;
  g.strategy =
      entry->make({request.seed, parameter, request.expected_steps, profile, g.arena->input_wishes,
                   request.wish_count < max_wishes ? request.wish_count : max_wishes, g.arena->input_steps,
                   given - sleepers, g.arena->input_steps + (given - sleepers), sleepers});
}

void start_run() {
  reset_result(g.arena->request);
  load_modules();
  read_request();
  g.now = g.base;
  pin();
  catch_signals();
  if (g.flags & flag_preload) start_watchdog();
  on_exit(note_exit, nullptr);
  watch_quick_exit();
  Thread& main = adopt_main();
  g.strategy->thread_created(0, 0);
  g.last = &main;
  g.last_step = &g.scratch_step;
  g.active = true;
  main.owns = true;
}

} // namespace burler::runtime

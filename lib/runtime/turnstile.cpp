// The turnstile: real threads, of which exactly one runs. Before each operation
// that matters to another thread, the thread stops, somebody is picked, and the
// token is handed over by a futex.
#include "runtime/real.h"
#include "runtime/state.h"

#include <linux/futex.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace burler::runtime {

constinit Forever<State> the_state;
constinit State& g = the_state.value;
thread_local Thread* self_thread = nullptr;

namespace {

long raw_futex(int* word, int op, int value) {
  long result;
  register long r10 asm("r10") = 0;
  asm volatile("syscall"
               : "=a"(result)
               : "a"(SYS_futex), "D"(word), "S"(op | FUTEX_PRIVATE_FLAG), "d"(value), "r"(r10)
               : "rcx", "r11", "memory");
  return result;
}

void grant(Thread& next) {
  __atomic_store_n(&next.turn, 1, __ATOMIC_RELEASE);
  raw_futex(&next.turn, FUTEX_WAKE, 1);
}

void record(Thread& chosen, std::uint32_t enabled_count, bool preempts) {
  let_time_pass(chosen);
  const Pending& p = chosen.pending;
  Step& step = g.scratch_step;
  step = Step{chosen.ordinal, p.op, 0, p.ordinal, 0, 0, enabled_count};
  if (chosen.timed_out) step.flags |= sched::step_timed_out;
  if (preempts) step.flags |= sched::step_preempts;
  Result& result = g.arena->result;
  g.last_step = &step;
  if (g.steps < max_steps_recorded) {
    step.site = site_of(p.pc);
    g.last_step = &g.arena->steps[g.steps];
    *g.last_step = step;
    result.step_count = static_cast<std::uint32_t>(g.steps + 1);
  } else {
    result.truncated = 1;
  }
  ++g.steps;
  ++chosen.progress;
  if (g.last != &chosen) {
    ++result.switches;
    chosen.run_length = 0;
  }
  result.preemptions += preempts;
  g.last = &chosen;
  g.now += 200; // an operation takes a little while
  if (++chosen.run_length % 500 == 0 && enabled_count > 1) {
    // Fairness: nobody runs for ever while others could; a loop of lock, look,
    // unlock has no other end.
    g.strategy->spinning(chosen.ordinal);
    chosen.parked = true;
    ++result.spins;
  }
}

struct Choice {
  sched::Candidate candidates[max_threads] = {};
  Thread* threads[max_threads] = {};
  std::uint32_t count = 0;
  std::uint32_t able = 0; ///< including parked ones
};
BURLER_KEPT constinit Choice choice;

sched::Candidate candidate_of(const Thread& thread) {
  const Pending& p = thread.pending;
  if (p.op == Op::thread_join || p.op == Op::thread_detach) return {thread.ordinal, p.op, 0, 0};
  const bool known = p.ordinal && p.ordinal <= g.subjects.size();
  const std::uint64_t subject = known ? g.subjects[p.ordinal - 1] : 0;
  return {thread.ordinal, p.op, p.ordinal, subject, subject ? site_of(p.pc) : 0};
}

void collect() {
  choice.count = choice.able = 0;
  for (Thread* thread : g.threads) {
    if (!thread->live || !enabled(*thread)) continue;
    ++choice.able;
    if (thread->parked) continue;
    choice.candidates[choice.count] = candidate_of(*thread);
    choice.threads[choice.count++] = thread;
  }
}

bool unpark_all() {
  bool any = false;
  for (Thread* thread : g.threads) {
    any |= thread->live && thread->parked && enabled(*thread);
    thread->parked = false;
  }
  return any;
}

void log_options() {
  Result& result = g.arena->result;
  for (std::uint32_t i = 0; i < choice.count; ++i) {
    const Pending& p = choice.threads[i]->pending;
    if (result.option_count == max_options) {
      result.truncated = 1;
      return;
    }
    g.arena->options[result.option_count++] = {static_cast<std::uint32_t>(g.steps),
                                               choice.candidates[i].thread, p.op, 0, p.ordinal};
  }
}

/// Fills `choice` with at least one candidate, letting time pass or the outside
/// world answer where needed.
void find_candidates() {
  constexpr std::uint64_t patience = 10'000'000; // ns: spinning threads wait for short sleeps, not for long
                                                 // ones
  for (;;) {
    collect();
    if (choice.count) return;
    if (choice.able) {
      if (g.quiet > 300'000) livelock();
      if (advance_time(g.quiet > 2000 ? never : patience)) continue;
      unpark_all();
      continue;
    }
    if (advance_time(never)) continue;
    if (!wait_for_files()) nobody_can_run();
  }
}

} // namespace

void wait_turn(Thread& me) {
  while (__atomic_load_n(&me.turn, __ATOMIC_ACQUIRE) == 0)
    raw_futex(&me.turn, FUTEX_WAIT, 0);
  me.turn = 0;
}

namespace {
/// flag_certify: the one thread that runs behind the steps followed.
std::uint32_t only(const sched::Scene& scene, const Request& request) {
  constexpr std::uint64_t patience = 5000;
  for (std::uint32_t i = 0; i < scene.count; ++i)
    if (scene.candidates[i].thread == request.foreseen_writer && g.steps < request.step_count + patience)
      return i;
  end_run(Verdict::discarded, "the thread cannot come to its store alone");
}
} // namespace

Thread* pick(Thread&) {
  const Request& request = g.arena->request;
  const bool follows = (g.flags & flag_follow) && request.mode == Mode::explore;
  const bool replaying = request.mode == Mode::replay || (follows && g.steps < request.step_count);
  find_candidates();
  if (g.steps % 1024 == 0) check_starvation();
  if (g.steps >= g.max_steps) g.arena->result.undisturbed_end = 1;
  if (g.steps >= g.max_steps * undisturbed_stretch)
    end_run(Verdict::step_limit, "the bound of scheduling points was reached");
  sched::Scene scene{choice.candidates, choice.count, g.last ? g.last->ordinal : std::uint16_t{0}, -1,
                     g.steps};
  for (std::uint32_t i = 0; i < choice.count; ++i)
    if (choice.threads[i] == g.last) scene.current_index = static_cast<std::int32_t>(i);
  if (g.flags & flag_log_options) log_options();
  std::uint32_t index = 0;
  if (replaying) {
    Thread* recorded = nullptr;
    index = replayed(scene, &recorded);
    if (recorded) {
      record(*recorded, choice.able, g.last && g.last != recorded && g.last->live && enabled(*g.last));
      return recorded;
    }
  } else if (g.fair.thread) {
    index = static_cast<std::uint32_t>(g.fair.random.below(choice.count));
  } else if (g.steps >= g.max_steps) {
    index = undisturbed(scene); // enough was tried; how the run ends without more switches is known soon
  } else if (g.arena->request.mode == Mode::guided) {
    index = guided(scene);
  } else if (g.flags & flag_certify) {
    index = only(scene, request);
  } else {
    index = g.strategy->choose(scene);
  }
  Thread* chosen = choice.threads[index];
  record(*chosen, choice.able, g.last && g.last != chosen && g.last->live && enabled(*g.last));
  return chosen;
}

void point(Thread& me, const Pending& pending) {
  check_invariants(me, pending.pc);
  me.pending = pending;
  if (pending.gate == Gate::exclusive || pending.gate == Gate::shared || pending.gate == Gate::positive)
    me.grants_before = pending.object->grants;
  me.timed_out = false;
  me.plain_count = 0;
  if (g.live == 1) {
    while (!enabled(me))
      if (!advance_time(never) && !wait_for_files()) nobody_can_run();
    g.last_step = &g.scratch_step; // g.last stays: recordings know only steps
    g.scratch_step = Step{};
    g.now += 200;
    if (g.quiet > 2'000'000) livelock();
    return;
  }
  if (pending.gate == Gate::exclusive || pending.gate == Gate::shared) check_cycle(me);
  Thread* next = pick(me);
  if (next != &me) {
    me.waiting = true;
    grant(*next);
    wait_turn(me);
    me.waiting = false;
  }
}

void point(Thread& me, Op op, Object* object, std::uint64_t pc) {
  Pending pending;
  pending.op = op;
  pending.object = object;
  pending.ordinal = object ? object->ordinal : 0;
  pending.pc = pc;
  point(me, pending);
}

void leave(Thread& me) {
  me.live = false;
  --g.live;
  if (g.live == 0) return; // the C library ends the process
  if (g.live == 1) {
    // The last one left continues without a step, as it does whenever it is
    // alone.
    for (Thread* thread : g.threads)
      if (thread->live) {
        while (!enabled(*thread))
          if (!advance_time(never) && !wait_for_files()) nobody_can_run();
        g.last_step = &g.scratch_step;
        grant(*thread);
        return;
      }
  }
  grant(*pick(me));
}

} // namespace burler::runtime

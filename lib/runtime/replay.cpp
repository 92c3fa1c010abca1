// Following a recording: strictly (every step checked) or by its switches.
#include "runtime/state.h"
#include "runtime/watchdog.h"

#include <cstdio>

namespace burler::runtime {

namespace {

void note_divergence(const Step& expected, const Step& actual, const char* reason) {
  g.arena->result.divergence = {1, g.cursor, expected, actual, text_ref(reason)};
}

[[noreturn]] void diverge(const Step& expected, const Step& actual, const char* reason) {
  note_divergence(expected, actual, reason);
  end_run(Verdict::diverged, reason);
}

const sched::Switch* switch_at(sched::Switch::Kind kind, std::uint16_t from, std::uint32_t at) {
  Arena& arena = *g.arena;
  for (std::uint32_t i = g.cursor; i < arena.request.switch_count && i < max_switches; ++i) {
    const sched::Switch& s = arena.input_switches[i];
    if (s.kind == kind && s.from == from && s.at == at) return &s;
  }
  return nullptr;
}

} // namespace

std::uint32_t undisturbed(const sched::Scene& scene) {
  if (scene.current_index >= 0) return static_cast<std::uint32_t>(scene.current_index);
  for (std::uint32_t i = 0; i < scene.count; ++i)
    if (scene.candidates[i].thread > scene.current) return i;
  return 0;
}

std::uint32_t replayed(const sched::Scene& scene, Thread** chosen) {
  Arena& arena = *g.arena;
  if (g.cursor >= arena.request.step_count) {
    // A recording that fills its space, or reached the bound, ends before the run did; any other end means
    // that the run took another way.
    if (arena.request.step_count == max_steps_recorded || g.cursor >= g.max_steps) return undisturbed(scene);
    Step actual{scene.candidates[0].thread, scene.candidates[0].op, 0, scene.candidates[0].object, 0, 0, 0};
    diverge(Step{}, actual, "the recording ends here, the program goes on");
  }
  while (g.cursor + 1 < arena.request.step_count && skips_interruption(arena.input_steps[g.cursor]))
    ++g.cursor;
  const Step& expected = arena.input_steps[g.cursor];
  if (expected.thread >= g.threads.size())
    diverge(expected, Step{}, "the thread of the recording does not exist here");
  Thread& thread = *g.threads[expected.thread];
  const Pending& p = thread.pending;
  const Step actual{thread.ordinal, p.op, 0, p.ordinal, site_of(p.pc), 0, 0};
  if (!thread.live) diverge(expected, actual, "the thread of the recording has ended here");
  if (p.op != expected.op) diverge(expected, actual, "the thread is about to do something else");
  if (p.ordinal != expected.object) diverge(expected, actual, "the operation is on another object");
  if (expected.flags & sched::step_timed_out) {
    thread.timed_out = true;
    if (p.deadline != never && p.deadline > g.now) g.now = p.deadline;
  }
  while (!enabled(thread) && p.gate == Gate::file)
    wait_for_files();
  if (!enabled(thread)) diverge(expected, actual, "the operation cannot be executed here");
  ++g.cursor;
  *chosen = &thread;
  return 0;
}

bool left_early() {
  const Arena& arena = *g.arena;
  if (arena.request.mode != Mode::replay || g.cursor >= arena.request.step_count) return false;
  note_divergence(arena.input_steps[g.cursor], Step{}, "the program ends here, the recording goes on");
  return true;
}

std::uint32_t guided(const sched::Scene& scene) {
  const std::uint32_t progress = g.last ? g.last->progress : 0;
  if (const sched::Switch* s = switch_at(sched::Switch::run, scene.current, progress))
    for (std::uint32_t i = 0; i < scene.count; ++i)
      if (scene.candidates[i].thread == s->to) return i;
  return undisturbed(scene);
}

std::uint32_t choose_waiter(Thread& me, Object& object) {
  const std::uint32_t count = object.waiters.size();
  if (count < 2) return 0;
  const Mode mode = g.arena->request.mode;
  std::int32_t wanted = -1;
  if ((mode == Mode::replay || following()) && g.live > 1 && g.cursor > 0 &&
      g.cursor <= g.arena->request.step_count)
    wanted = static_cast<std::int32_t>(g.arena->input_steps[g.cursor - 1].aux) - 1;
  if (mode == Mode::guided)
    if (const sched::Switch* s = switch_at(sched::Switch::wake, me.ordinal, me.progress - 1)) wanted = s->to;
  if (mode == Mode::explore && !following()) return g.strategy->choose_waiter(count);
  for (std::uint32_t i = 0; i < count; ++i)
    if (object.waiters[i]->ordinal == wanted) return i;
  return 0;
}

bool following() {
  const Request& request = g.arena->request;
  return (request.flags & flag_follow) && request.mode == Mode::explore && g.steps <= request.step_count;
}

bool recorded_promise(Thread& me, sched::Switch::Kind kind, std::uint32_t& value) {
  const Arena& arena = *g.arena;
  const Request& request = arena.request;
  if (request.mode == Mode::guided) {
    const sched::Switch* s = switch_at(kind, me.ordinal, me.progress - 1);
    if (s) value = s->value_of();
    return s != nullptr;
  }
  if (request.mode == Mode::explore && !following()) return kind == sched::Switch::keep && at_foreseen(me);
  if (g.cursor == 0 || g.cursor > request.step_count) return false;
  const Step& expected = arena.input_steps[g.cursor - 1];
  value = expected.aux;
  return expected.flags & sched::step_foreseen;
}

std::uint32_t recorded_value(Thread& me, std::uint32_t count) {
  const Arena& arena = *g.arena;
  if (arena.request.mode == Mode::guided) {
    const sched::Switch* s = switch_at(sched::Switch::value, me.ordinal, me.progress - 1);
    return s && s->to < count ? s->to : 0;
  }
  if (g.cursor == 0 || g.cursor > arena.request.step_count) return 0;
  const Step& expected = arena.input_steps[g.cursor - 1];
  if (expected.aux >= count) diverge(expected, *g.last_step, "the recorded value cannot be read here");
  return expected.aux;
}

} // namespace burler::runtime

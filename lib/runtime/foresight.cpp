#include "runtime/foresight.h"

namespace burler::runtime {

namespace {

/// How many of the steps from `begin` on, the present one included, stored to
/// the object for this thread.
std::uint32_t stores_since(std::uint64_t begin, const Thread& me, std::uint32_t object) {
  std::uint32_t stores = 0;
  for (std::uint64_t i = begin; i < g.steps && i < max_steps_recorded; ++i) {
    const Step& step = g.arena->steps[i];
    if (step.thread != me.ordinal || step.object != object) continue;
    stores += step.op == Op::atomic_store || step.op == Op::atomic_rmw ||
              (step.op == Op::atomic_cas && !(step.flags & sched::step_failed));
  }
  return stores;
}

/// The present step is at the place in the code that was foreseen; recordings
/// need not be asked.
bool same_site() {
  const Request& request = g.arena->request;
  if (request.mode != Mode::explore || !(request.flags & flag_follow) || following()) return true;
  return g.last_step->site == request.foreseen_site;
}

/// Reservoir sampling (Vitter 1985): each possibility of the run is kept with
/// the same chance.
void offer(const Foresight& one) {
  Arena& arena = *g.arena;
  const std::uint32_t seen = g.foresights++;
  if (seen < max_foresights) {
    arena.foresights[seen] = one;
    arena.result.foresight_count = seen + 1;
  } else if (const std::uint64_t at = g.foresight_random.below(seen + 1); at < max_foresights) {
    arena.foresights[at] = one;
  }
}

/// `me` has just stored `value`, alone since step `begin`: loads of the place
/// that stand waiting might have read it. Without a load in that stretch
/// nothing new could come of it: the store could simply come first.
void look_for_readers(Thread& me, MemoryOrder order, std::uint32_t value) {
  const std::uint64_t stretch = g.steps - me.run_length;
  const std::uint64_t begin = stretch > g.kept_at ? stretch : g.kept_at;
  if (me.last_load <= begin || g.steps >= max_steps_recorded) return;
  for (const Thread* reader : g.threads) {
    const Pending& p = reader->pending;
    if (reader == &me || !reader->live || p.op != Op::atomic_load || p.ordinal != me.pending.ordinal)
      continue;
    if (is_acquire(p.order) && is_release(order)) continue; // then the load would have to come first
    const std::uint32_t number = stores_since(begin, me, p.ordinal);
    offer({begin, g.last_step->site, p.ordinal, number, value, reader->ordinal, me.ordinal});
  }
}

} // namespace

bool at_foreseen(const Thread& me) {
  const Request& request = g.arena->request;
  if (!(request.flags & flag_follow) || me.ordinal != request.foreseen_writer ||
      me.pending.ordinal != request.foreseen_object)
    return false;
  const std::uint32_t given = request.step_count; // the last of them is the load, unless this is a trial
  const std::uint64_t begin = request.flags & flag_certify ? given : given - 1;
  return stores_since(begin, me, request.foreseen_object) == request.foreseen_store;
}

bool foresees(Thread& me, const detect::WeakMemory::Place& place, MemoryOrder order, StoredValue& value) {
  me.last_load = g.steps;
  std::uint32_t recorded = 0;
  if (g.live == 1 || g.weak.foreseeing() || !recorded_promise(me, sched::Switch::foresee, recorded))
    return false;
  g.weak.foresee(me.ordinal, place, order);
  g.arena->result.foreseeing = 1;
  g.foreseen_value = recorded;
  g.last_step->flags |= sched::step_foreseen;
  g.last_step->aux = recorded;
  value = recorded;
  return true;
}

void note_store(Thread& me, const detect::WeakMemory::Place& place, MemoryOrder order, StoredValue value) {
  if (g.live == 1) return;
  const Request& request = g.arena->request;
  std::uint32_t unused = 0;
  if ((request.flags & flag_certify) && !following() && at_foreseen(me))
    end_run(same_site() && value == request.foreseen_value ? Verdict::stopped : Verdict::discarded, nullptr);
  if (!g.weak.foreseeing()) {
    if (request.mode == Mode::explore && !following() && value <= 0xffffffff)
      look_for_readers(me, order, static_cast<std::uint32_t>(value));
    return;
  }
  if (!recorded_promise(me, sched::Switch::keep, unused)) return;
  if (!same_site() || value != g.foreseen_value || !g.weak.fulfil(me.ordinal, place))
    end_run(Verdict::discarded, "a load foresaw a value that was not stored as it had to be");
  g.last_step->flags |= sched::step_foreseen;
  g.arena->result.foreseeing = 0;
  g.kept_at = g.steps;
}

} // namespace burler::runtime

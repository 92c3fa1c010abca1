#include "runtime/stale_reads.h"

#include "runtime/foresight.h"

namespace burler::runtime {

namespace {

/// The index among `count` choices, 0 the newest; recorded in the step. `older` is the chance in percent of
/// another one.
std::uint32_t choose(Thread& me, std::uint32_t count, std::uint32_t older) {
  if (count < 2 || g.live == 1) return 0;
  std::uint32_t index = 0;
  if (g.arena->request.mode != Mode::explore || following())
    index = recorded_value(me, count);
  else if (me.repeats < 3 && g.value_random.percent(older)) // stores become visible in finite time
    index = static_cast<std::uint32_t>(1 + g.value_random.below(count - 1));
  g.last_step->aux = index;
  return index;
}

} // namespace

bool stale_reads() { return (g.flags & flag_weak_memory) && !g.alone; }

StoredValue stale_load(Thread& me, const detect::WeakMemory::Place& place, MemoryOrder order) {
  if (StoredValue foreseen = 0; foresees(me, place, order, foreseen)) return foreseen;
  const auto choices = g.weak.readable(me.ordinal, place, order);
  const std::uint32_t position = choices.positions[choose(me, choices.count, 50)];
  const StoredValue value = g.weak.value_at(place, position);
  g.weak.read(me.ordinal, place, position, order);
  return value;
}

bool stale_store(Thread& me, const detect::WeakMemory::Place& place, MemoryOrder order, StoredValue value) {
  const auto choices = g.weak.placeable(me.ordinal, place, order);
  const std::uint32_t position = choices.positions[choose(me, choices.count, 25)];
  const bool last = g.weak.write(me.ordinal, place, position, order, value);
  note_store(me, place, order, value);
  return last;
}

std::uint32_t stale_choice(Thread& me, const detect::WeakMemory::Place& place, MemoryOrder order,
                           const StoredValue* expected) {
  const auto choices = g.weak.updatable(me.ordinal, place, order, expected);
  return choices.positions[choose(me, choices.count, 50)];
}

bool stale_change(Thread& me, const detect::WeakMemory::Place& place, std::uint32_t position,
                  MemoryOrder order, StoredValue value) {
  me.last_load = g.steps;
  const bool last = g.weak.update(me.ordinal, place, position, order, value);
  note_store(me, place, order, value);
  return last;
}

} // namespace burler::runtime

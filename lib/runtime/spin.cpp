// Spin loops: a thread that repeats the same reads with the same results waits for somebody else. It is
// parked until anything changes, so that schedules do not fill with its turns; when nobody can change
// anything it is a livelock.
#include "runtime/state.h"

namespace burler::runtime {

namespace {
void park(Thread& me) {
  me.repeats = 0;
  if (g.live == 1) return;
  me.parked = true;
  ++g.arena->result.spins;
  g.strategy->spinning(me.ordinal);
}
} // namespace

void note_read(Thread& me, std::uint64_t pc, std::uint64_t address, std::uint64_t value) {
  ++g.quiet;
  std::uint64_t key =
      (pc * 0x9e3779b97f4a7c15ULL) ^ (address * 0xc2b2ae3d27d4eb4fULL) ^ (value + 0x165667b19e3779f9ULL);
  key |= 1;
  for (const std::uint64_t seen : me.seen)
    if (seen == key) {
      if (++me.repeats >= 24) park(me);
      return;
    }
  me.seen[me.seen_at++ & 15] = key;
  me.repeats = 0;
}

void note_yield(Thread& me) {
  ++g.quiet;
  me.repeats = 0;
  // Waiting code yields a few times before it sleeps; parked at the first, it would never be seen asleep when
  // the others come.
  if (++me.yields >= 6) park(me);
}

void note_change(Thread& me) {
  g.quiet = 0;
  me.repeats = me.yields = 0;
  me.seen_at = 0;
  for (std::uint64_t& seen : me.seen)
    seen = 0;
  if (g.live > 1)
    for (Thread* thread : g.threads)
      if (thread != &me) thread->parked = false;
}

} // namespace burler::runtime

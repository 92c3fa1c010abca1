// When a pending operation can be executed, and how virtual time passes: only when nobody else can run.
#include "runtime/state.h"

#include "runtime/real.h"

namespace burler::runtime {

namespace {

/// A loop around a timed wait could otherwise keep everybody else from running for ever.
constexpr std::uint32_t most_early = 100;

bool exclusive_free(const Object& object) { return !object.owner && object.readers.empty(); }

bool files_ready(const Pending& pending) {
  return BURLER_REAL(poll)(pending.files, pending.file_count, 0) !=
         0; // errors too: the operation will report them
}

bool gate_open(Thread& t) {
  const Pending& p = t.pending;
  switch (p.gate) {
  case Gate::open:
    return true;
  case Gate::exclusive:
    return t.timed_out || exclusive_free(*p.object);
  case Gate::shared:
    return t.timed_out || (!p.object->owner && !writer_waits(*p.object));
  case Gate::woken:
    return t.woken || t.timed_out;
  case Gate::woken_mutex:
    return (t.woken || t.timed_out) && exclusive_free(*p.mutex);
  case Gate::positive:
    return t.timed_out || p.object->value > 0;
  case Gate::generation:
    return t.woken || p.object->generation != t.generation;
  case Gate::once:
    return p.object->value != 1;
  case Gate::finished:
    return t.timed_out || !p.target->live;
  case Gate::time:
    return t.timed_out;
  case Gate::file:
    return t.timed_out || files_ready(p);
  }
  return true;
}

} // namespace

Thread* writer_waits(const Object& object) {
  if (!object.writers_first) return nullptr;
  for (Thread* thread : g.threads)
    if (thread->live && thread->pending.object == &object && thread->pending.gate == Gate::exclusive &&
        !thread->timed_out)
      return thread;
  return nullptr;
}

bool enabled(Thread& thread) {
  const std::uint64_t deadline = thread.pending.deadline;
  if (deadline != never && !thread.timed_out && !thread.woken) {
    const bool early = (g.flags & flag_early_sleep) && deadline - g.now <= 1'000'000'000 &&
                       g.arena->result.early < most_early;
    if (deadline <= g.now)
      thread.timed_out = true;
    else if (early)
      // When it is chosen, its time comes (let_time_pass); a condition wait still has to get its mutex back.
      return thread.pending.gate != Gate::woken_mutex || exclusive_free(*thread.pending.mutex);
  }
  return gate_open(thread);
}

void let_time_pass(Thread& chosen) {
  const std::uint64_t deadline = chosen.pending.deadline;
  if (deadline == never || deadline <= g.now || chosen.timed_out || chosen.woken || gate_open(chosen)) return;
  chosen.timed_out = true;
  g.now = deadline;
  ++g.arena->result.early;
}

std::uint64_t earliest_deadline() {
  std::uint64_t earliest = never;
  for (Thread* thread : g.threads)
    if (thread->live && !thread->timed_out && !thread->woken && thread->pending.deadline < earliest)
      earliest = thread->pending.deadline;
  return earliest;
}

bool advance_time(std::uint64_t horizon) {
  const std::uint64_t earliest = earliest_deadline();
  if (earliest == never) return false;
  if (earliest <= g.now) return false;
  if (horizon != never && earliest - g.now > horizon) return false;
  g.now = earliest;
  return true;
}

bool wait_for_files() {
  PlainVector<pollfd> all;
  const char* what = nullptr;
  for (Thread* thread : g.threads) {
    if (!thread->live || thread->pending.gate != Gate::file) continue;
    what = thread->pending.external;
    for (std::uint32_t i = 0; i < thread->pending.file_count; ++i)
      all.push_back(thread->pending.files[i]);
  }
  if (!what) return false;
  note_outside(what);
  BURLER_REAL(poll)(all.begin(), all.size(), all.empty() ? 1 : 1000);
  return true;
}

} // namespace burler::runtime

// What it means that nobody can run, that a lock cannot be had, and what is left at the end.
#include "runtime/state.h"
#include "runtime/watchdog.h"

#include <cstdio>

namespace burler::runtime {

namespace {

Thread* holder(const Object& object) {
  if (object.owner) return object.owner;
  return object.readers.empty() ? nullptr : object.readers[0];
}

/// The thread that `thread` cannot continue without; null when nobody in particular.
Thread* waits_for(const Thread& thread) {
  const Pending& p = thread.pending;
  if (p.deadline != never) return nullptr;
  if (p.gate == Gate::exclusive) return holder(*p.object);
  if (p.gate == Gate::shared && !p.object->owner) return writer_waits(*p.object);
  if (p.gate == Gate::shared || p.gate == Gate::once) return p.object->owner;
  if (p.gate == Gate::woken_mutex && thread.woken) return holder(*p.mutex);
  if (p.gate == Gate::finished && p.target->live) return p.target;
  return nullptr;
}

void report_cycle(PlainVector<Thread*>& cycle) {
  const char* text = cycle.size() == 1 ? "a thread waits for a lock that it holds itself"
                                       : "each thread waits for what the next one holds";
  FindingRecord* finding = new_finding(Defect::deadlock_cycle, cycle[0]->pending.ordinal, text);
  for (Thread* thread : cycle)
    add_side(finding, *thread, thread->pending.gate == Gate::finished ? SideKind::join : SideKind::acquire,
             thread->pending.ordinal, thread->pending.pc, thread->stack);
}

bool find_cycle(Thread& from, PlainVector<Thread*>& cycle) {
  cycle.clear();
  for (Thread* thread = &from; thread; thread = waits_for(*thread)) {
    if (!thread->live) return false;
    for (std::uint32_t i = 0; i < cycle.size(); ++i)
      if (cycle[i] == thread) {
        for (std::uint32_t n = 0; n < i; ++n)
          cycle.erase_at(0);
        return true;
      }
    cycle.push_back(thread);
    if (thread != &from && enabled(*thread)) return false;
  }
  return false;
}

bool report_dead_holder(Thread& thread) {
  Thread* owner = waits_for(thread);
  if (!owner || owner->live || thread.pending.gate == Gate::finished) return false;
  Object& object = *(thread.pending.gate == Gate::woken_mutex ? thread.pending.mutex : thread.pending.object);
  FindingRecord* finding = new_finding(Defect::lock_held_at_exit, object.ordinal,
                                       "a thread ended while it held a lock that another one waits for");
  add_side(finding, *owner, SideKind::acquire, object.ordinal, object.owner_pc, object.owner_stack);
  add_side(finding, thread, SideKind::wait, object.ordinal, thread.pending.pc, thread.stack);
  return true;
}

bool report_lost_wakeup(Thread& thread) {
  const Pending& p = thread.pending;
  if (p.gate != Gate::woken && p.gate != Gate::woken_mutex) return false;
  if (thread.woken || !p.object) return false;
  const Object& object = *p.object;
  FindingRecord* finding =
      new_finding(Defect::lost_wakeup, object.ordinal,
                  object.lost ? "the wake-up came when nobody waited; the waiter waits for ever"
                              : "waits for ever: nobody is left to wake it");
  add_side(finding, thread, SideKind::wait, object.ordinal, p.pc, thread.stack);
  if (object.lost) {
    Thread& notifier = *g.threads[object.lost_by];
    SideRecord* side =
        add_side(finding, notifier, SideKind::notify, object.ordinal, object.lost_pc, object.lost_stack);
    if (side) side->lock_count = 0; // what it holds now is not what it held then
  }
  return true;
}

void report_stall() {
  FindingRecord* finding = new_finding(Defect::stall, 0, "every thread waits, and nobody is left to end it");
  for (Thread* thread : g.threads)
    if (thread->live)
      add_side(finding, *thread, SideKind::wait, thread->pending.ordinal, thread->pending.pc, thread->stack);
}

} // namespace

void check_cycle(Thread& me) {
  PlainVector<Thread*> cycle;
  if (enabled(me) || !find_cycle(me, cycle)) return;
  report_cycle(cycle);
  end_run(Verdict::deadlock, "threads wait for each other");
}

void nobody_can_run() {
  check_unseen_end(false);
  PlainVector<Thread*> cycle;
  bool found = false;
  for (Thread* thread : g.threads)
    if (!found && thread->live && find_cycle(*thread, cycle)) {
      report_cycle(cycle);
      found = true;
    }
  for (Thread* thread : g.threads)
    if (!found && thread->live) found = report_dead_holder(*thread);
  for (Thread* thread : g.threads)
    if (!found && thread->live) found = report_lost_wakeup(*thread);
  if (!found) report_stall();
  end_run(Verdict::deadlock, "no thread can run");
}

void livelock() {
  check_unseen_end(true);
  FindingRecord* finding =
      new_finding(Defect::livelock, 0, "threads repeat the same reads, and nobody can change what they read");
  for (Thread* thread : g.threads)
    if (thread->live)
      add_side(finding, *thread, enabled(*thread) ? SideKind::spin : SideKind::wait, thread->pending.ordinal,
               thread->pending.pc, thread->stack);
  end_run(Verdict::livelock, "the running threads only repeat themselves");
}

namespace {

/// Only the owner may give a lock back, so one that died with its owner is lost, whether anybody waits for it
/// or not.
void report_lost_locks(Thread& thread) {
  for (const HeldLock& lock : thread.held) {
    FindingRecord* finding =
        new_finding(Defect::lock_held_at_exit, lock.object->ordinal, "a thread ended while it held the lock");
    SideRecord* side =
        add_side(finding, thread, SideKind::acquire, lock.object->ordinal, lock.pc, lock.stack);
    if (side) side->lock_count = 0;
  }
}

} // namespace

void check_at_exit() {
  for (Thread* thread : g.threads)
    if (!thread->live) report_lost_locks(*thread);
  for (Thread* thread : g.threads) {
    if (thread->ordinal == 0 || thread->joined || thread->detached) continue;
    FindingRecord* finding =
        new_finding(Defect::leaked_thread, 0, "neither joined nor detached when the program ended");
    Thread& parent = *g.threads[thread->parent];
    SideRecord* side =
        add_side(finding, parent, SideKind::create, 0, thread->created_pc, thread->created_stack);
    if (side) {
      side->thread = thread->ordinal;
      side->lock_count = 0;
    }
  }
}

} // namespace burler::runtime

// Findings into the arena, and the end of a run.
#include "runtime/state.h"
#include "runtime/survey.h"

#include "runtime/real.h"

#include <cstring>
#include <unistd.h>

namespace burler::runtime {

FindingRecord* new_finding(Defect defect, std::uint32_t object, const char* text) {
  Result& result = g.arena->result;
  // Races come in swarms; the last places are kept for what ends the run.
  const std::uint32_t room = defect == Defect::data_race ? max_findings - 16 : max_findings;
  if (result.finding_count >= room) {
    result.truncated = 1;
    return nullptr;
  }
  FindingRecord& finding = g.arena->findings[result.finding_count++];
  finding.defect = defect;
  finding.side_count = 0;
  finding.object = object;
  finding.text = text_ref(text);
  finding.at_step = g.steps;
  return &finding;
}

SideRecord* add_side(FindingRecord* finding, Thread& thread, SideKind kind, std::uint32_t object,
                     std::uint64_t pc, std::uint32_t stack) {
  if (!finding || finding->side_count == max_sides) return nullptr;
  SideRecord& side = finding->sides[finding->side_count++];
  side = SideRecord{};
  side.thread = thread.ordinal;
  side.kind = kind;
  side.object = object;
  side.stack = stack_ref(pc, stack);
  for (const HeldLock& lock : thread.held)
    if (side.lock_count < max_locks) side.locks[side.lock_count++] = {lock.object->ordinal, lock.shared};
  return &side;
}

void misuse(Thread& me, std::uint32_t object, std::uint64_t pc, const char* text) {
  add_side(new_finding(Defect::misuse, object, text), me, SideKind::release, object, pc, me.stack);
  if (g.flags & flag_first_finding) end_run(Verdict::stopped, text);
}

void note_outside(const char* function) {
  ++g.arena->result.external;
  for (const char* known : g.outside)
    if (std::strcmp(known, function) == 0) return;
  g.outside.push_back(function);
}

namespace {

void write_threads() {
  Result& result = g.arena->result;
  result.thread_count = g.threads.size();
  for (Thread* thread : g.threads) {
    ThreadRecord& record = g.arena->threads[thread->ordinal];
    record = ThreadRecord{};
    record.ordinal = thread->ordinal;
    record.parent = thread->parent;
    record.finished = !thread->live;
    record.joined = thread->joined;
    record.detached = thread->detached;
    std::memcpy(record.name, thread->name, sizeof record.name);
    if (thread->ordinal == 0) continue;
    record.entry = site_of(thread->entry ? reinterpret_cast<std::uint64_t>(thread->entry)
                                         : reinterpret_cast<std::uint64_t>(thread->entry_c11));
    record.created = stack_ref(thread->created_pc, thread->created_stack);
  }
}

/// "poll, flock"
void write_outside() {
  char names[512];
  std::size_t used = 0;
  for (const char* name : g.outside)
    if (used + std::strlen(name) + 3 < sizeof names) {
      used = static_cast<std::size_t>(stpcpy(stpcpy(names + used, used ? ", " : ""), name) - names);
    }
  if (used) g.arena->result.external_name = text_ref(names);
}

void write_points() {
  Result& result = g.arena->result;
  result.point_count = 0;
  g.covered.each([](std::uint64_t, const State::Place& place) {
    if (g.contended.find(place.word)) g.seen_points.get(place.pc) = 1;
  });
  g.seen_points.each([&](std::uint64_t pc, std::uint8_t&) {
    const sched::Site site = site_of(pc);
    if (result.point_count < max_points && sched::site_module(site) != 0xffff)
      g.arena->points[result.point_count++] = site;
  });
}

} // namespace

void finish(Verdict verdict, const char* message) {
  if (g.ended) return;
  g.ended = true;
  Result& result = g.arena->result;
  result.verdict = g.weak.foreseeing() ? Verdict::discarded : verdict;
  if (result.verdict == Verdict::discarded) result.finding_count = 0;
  result.message = text_ref(message);
  result.steps = g.steps;
  result.virtual_ns = g.now - g.base;
  write_threads();
  write_points();
  write_outside();
  if (g.flags & flag_survey) write_survey();
  __atomic_store_n(&result.finished, 1, __ATOMIC_RELEASE);
}

void end_run(Verdict verdict, const char* message) {
  finish(verdict, message);
  BURLER_REAL(_exit)(ended_by_runtime_status);
  __builtin_unreachable();
}

} // namespace burler::runtime

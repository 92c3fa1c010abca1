#include "harness/arena_reader.h"

#include <algorithm>
#include <cstring>

namespace burler::harness {
namespace {

using namespace runtime;

template <std::size_t N> std::string bounded(const char (&text)[N]) { return {text, ::strnlen(text, N)}; }

Where where_of(Place place) {
  switch (place) {
  case Place::global:
    return Where::global;
  case Place::heap:
    return Where::heap;
  case Place::stack:
    return Where::stack;
  case Place::tls:
    return Where::tls;
  case Place::unknown:
    break;
  }
  return Where::unknown;
}

} // namespace

CodeAddress ArenaReader::address(sched::Site site) const {
  const std::uint32_t module = sched::site_module(site);
  CodeAddress out;
  out.return_offset = sched::site_offset(site);
  if (module == 0)
    out.module = program_;
  else if (module < std::min<std::uint32_t>(arena_.module_count, max_modules))
    out.module = bounded(arena_.modules[module]);
  return out;
}

RawStack ArenaReader::stack(StackRef ref) const {
  RawStack out;
  const std::uint32_t end =
      std::min<std::uint64_t>(max_stack_pool, std::uint64_t{ref.first} + std::min(ref.count, 256u));
  for (std::uint32_t i = ref.first; i < end; ++i)
    if (arena_.stack_pool[i] != 0) out.push_back(address(arena_.stack_pool[i]));
  return out;
}

std::string ArenaReader::text(TextRef ref) const {
  if (ref == 0 || ref >= max_text_pool) return {};
  return {arena_.text_pool + ref, ::strnlen(arena_.text_pool + ref, max_text_pool - ref)};
}

RawThread ArenaReader::thread(unsigned ordinal) const {
  RawThread out;
  if (ordinal >= max_threads) return out;
  const ThreadRecord& record = arena_.threads[ordinal];
  out.parent = record.parent;
  out.name = bounded(record.name);
  out.created = stack(record.created);
  return out;
}

RawObject ArenaReader::object(unsigned ordinal) const {
  RawObject out;
  if (ordinal == 0 || ordinal > max_objects || arena_.objects[ordinal - 1].ordinal != ordinal) return out;
  const ObjectRecord& record = arena_.objects[ordinal - 1];
  out.where = where_of(record.place);
  out.symbol = address(record.symbol);
  out.offset = record.offset;
  out.size = record.size;
  out.thread = record.thread;
  out.allocated = stack(record.allocated);
  out.taken = stack(record.first_used);
  if (out.taken
          .empty()) { // the first locking step names it, less exactly: only the innermost frame is recorded
    const std::uint32_t steps = std::min(arena_.result.step_count, max_steps_recorded);
    for (std::uint32_t i = 0; i < steps && out.taken.empty(); ++i) {
      const sched::Step& step = arena_.steps[i];
      if (step.object == ordinal && step.op >= sched::Op::lock && step.op <= sched::Op::timed_lock_shared &&
          step.site != 0)
        out.taken = {address(step.site)};
    }
  }
  return out;
}

RawFinding ArenaReader::finding(const FindingRecord& record) const {
  RawFinding out;
  out.rule = rule_of(record.defect);
  out.detail = text(record.text);
  out.object = record.object;
  if (record.object != 0) out.objects[record.object] = object(record.object);
  for (std::uint32_t i = 0; i < std::min(record.side_count, max_sides); ++i) {
    const SideRecord& from = record.sides[i];
    RawSide side;
    side.thread = from.thread;
    side.kind = name_of(from.kind);
    side.object = from.object;
    side.size = from.size;
    side.stack = stack(from.stack);
    for (std::uint32_t k = 0; k < std::min<std::uint32_t>(from.lock_count, max_locks); ++k) {
      side.locks.push_back({from.locks[k].object, from.locks[k].shared != 0});
      out.objects.try_emplace(from.locks[k].object, object(from.locks[k].object));
    }
    if (from.object != 0) out.objects.try_emplace(from.object, object(from.object));
    out.threads.try_emplace(from.thread, thread(from.thread));
    out.sides.push_back(std::move(side));
  }
  const bool freed = std::any_of(out.sides.begin(), out.sides.end(),
                                 [](const RawSide& side) { return side.kind == "free"; });
  if (record.defect == Defect::data_race && freed)
    out.rule = "race/use-after-free"; // as ThreadSanitizer tells them apart
  return out;
}

std::vector<RawFinding> ArenaReader::findings() const {
  std::vector<RawFinding> out;
  for (std::uint32_t i = 0; i < std::min(arena_.result.finding_count, max_findings); ++i)
    if (arena_.findings[i].defect != Defect::none) out.push_back(finding(arena_.findings[i]));
  return out;
}

sched::Recording ArenaReader::recording(const Target& target, const Request& request) const {
  sched::Recording out;
  out.program = target.program;
  out.directory = target.directory;
  out.build_id = target.build_id;
  out.arguments = target.arguments;
  out.strategy = bounded(request.strategy);
  out.seed = request.seed;
  out.flags = request.flags;
  out.realtime_base_ns = request.realtime_base_ns;
  out.max_steps = request.max_steps;
  out.verdict = name_of(arena_.result.verdict);
  for (std::uint32_t i = 0; i < std::min(arena_.module_count, max_modules); ++i)
    out.modules.push_back(bounded(arena_.modules[i]));
  out.point_sites.assign(arena_.input_points,
                         arena_.input_points + std::min(request.point_count, max_points));
  for (std::uint32_t i = 0; i < std::min(arena_.result.fault_count, max_faults); ++i)
    out.faults.push_back(arena_.faults[i].choice);
  out.steps.assign(arena_.steps, arena_.steps + std::min(arena_.result.step_count, max_steps_recorded));
  return out;
}

} // namespace burler::harness

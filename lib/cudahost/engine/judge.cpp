// From addresses to shadow entries: words, parts of words, ranges; CUDA threads, the host and copies alike.
#include "cudahost/engine/judge.h"
#include "cudahost/engine/detector.h"
#include "cudahost/engine/operations.h"

#include <algorithm>

namespace burler::cudahost {

bool ranges_unordered = false;

namespace {

/// A stand-in for an agent that is no CUDA thread.
struct Agent {
  Block block;
  Thread thread;
  explicit Agent(std::uint32_t segment) {
    block.segment = block.first_segment = segment;
    thread.segment = thread.first_segment = segment;
    thread.block = &block;
  }
};

Agent& host_agent() {
  static Agent agent(timeline().host_segment());
  const std::uint32_t now = timeline().host_segment();
  if (agent.thread.segment != now) {
    agent.thread.segment = agent.thread.first_segment = now;
    std::fill(std::begin(agent.block.known), std::end(agent.block.known), 0u);
  }
  return agent;
}

void range_conflict(const RangeAccess& range, const Record& now, Thread& t, std::uintptr_t address) {
  Record old{range.segment, range.pc, 0, static_cast<std::uint16_t>(range.write ? flag_write : 0)};
  if (!ordered_before<false>(old, t)) conflict(old, now, t, false, address, 64);
}

} // namespace

void judge_against_ranges(std::uintptr_t address, unsigned size, Thread& t, std::uint32_t pc,
                          std::uint16_t who) {
  const Allocation* a = memory().at(address);
  if (a == nullptr) return;
  const Record now{t.segment, pc, t.clock[t.lane], who};
  for (const RangeAccess& r : a->ranges)
    if (address < r.high && r.low < address + size && (r.write || (who & flag_write) != 0))
      range_conflict(r, now, t, address);
}

void judge_host(std::uintptr_t address, unsigned size, AccessKind kind, std::uint32_t pc) {
  Allocation* a = memory().at(address);
  if (a == nullptr || address < region_base + arena_bytes) return;
  if (a->freed || !Memory::inside(*a, address, size)) {
    explain_bounds(address, size, kind.write, pc);
    return;
  }
  if (a->space == Space::device) {
    RawFinding finding{"cuda/wrong-space", "device-pointer"};
    describe_subject(finding, address, false);
    RawSide side;
    side.thread = "host";
    side.kind = kind.write ? "write" : "read";
    side.pc = pc;
    finding.sides = {side};
    emit(finding);
    return;
  }
  Thread& t = host_agent().thread;
  const auto who =
      static_cast<std::uint16_t>((kind.write ? flag_write : 0) | (kind.atomic ? flag_atomic : 0));
  if (!a->ranges.empty()) judge_against_ranges(address, size, t, pc, who);
  judge_parts<false>(address - region_base, address, size, t, pc, who, kind.reads_too);
}

void judge(std::uintptr_t address, unsigned size, AccessKind kind, std::uint32_t pc) {
  if (!results_open() || !address_space_ready()) return;
  const std::uintptr_t offset = address - region_base;
  Thread* t = self;
  if (t == nullptr) {
    if (offset < region_size) judge_host(address, size, kind, pc);
    return;
  }
  settle_pending(*t);
  if (address - reinterpret_cast<std::uintptr_t>(t->stack_low) <
      static_cast<std::uintptr_t>(t->stack_high - t->stack_low))
    return;
  const auto who =
      static_cast<std::uint16_t>(t->tid | (kind.write ? flag_write : 0) | (kind.atomic ? flag_atomic : 0) |
                                 (kind.block_scope ? flag_block_scope : 0));
  judge_device(address, size, *t, pc, who, kind.reads_too);
}

void judge_device(std::uintptr_t address, unsigned size, Thread& t, std::uint32_t pc, std::uint16_t who,
                  bool reads_too) {
  const std::uintptr_t offset = address - region_base;
  const bool write = (who & flag_write) != 0;
  if (offset < arena_bytes) {
    const bool valid = offset / arena_size == t.block->arena && valid_shared(offset % arena_size, size);
    if (valid || explain_bounds(address, size, write, pc))
      judge_parts<true>(offset, address, size, t, pc, who, reads_too);
    return;
  }
  std::uintptr_t shadow = offset;
  if (offset >= region_size) {
    if (address < memory().variables_low() || address >= memory().variables_high()) {
      explain_bounds(address, size, write, pc);
      return;
    }
    const Allocation* a = memory().at(address);
    if (a == nullptr) {
      explain_bounds(address, size, write, pc);
      return;
    }
    shadow = a->alias - region_base + (address - a->base);
  } else if (granules[offset / granule] != 1 || granules[(offset + size - 1) / granule] != 1) {
    if (!explain_bounds(address, size, write, pc)) return;
  }
  if (ranges_unordered) judge_against_ranges(address, size, t, pc, who);
  judge_parts<false>(shadow, address, size, t, pc, who, reads_too);
}

void judge_range(std::uintptr_t low, std::uintptr_t high, bool write, std::uint32_t segment,
                 std::uint32_t pc) {
  if (!results_open()) return;
  Allocation* a = memory().at(low);
  if (a == nullptr) return;
  Agent agent(segment);
  const Record now{segment, pc, 0, static_cast<std::uint16_t>(write ? flag_write : 0)};
  for (const RangeAccess& r : a->ranges)
    if (low < r.high && r.low < high && (r.write || write)) range_conflict(r, now, agent.thread, low);
  if (!timeline().follows_everything(segments[segment].operation))
    scan_cells(*a, low, high, now, agent.thread);
  // What the host has waited for is ordered before everything that will ever be issued.
  Agent& host = host_agent();
  std::erase_if(a->ranges, [&](const RangeAccess& r) {
    return ordered_before<false>(Record{r.segment, 0, 0, 0}, host.thread);
  });
  a->ranges.push_back({segment, low, high, write, pc});
}

void scan_cells(const Allocation& a, std::uintptr_t low, std::uintptr_t high, const Record& now, Thread& t) {
  const bool write = (now.who & flag_write) != 0;
  const std::uintptr_t base = a.variable ? a.alias - region_base : a.base - region_base;
  for (std::uintptr_t at = low & ~std::uintptr_t{3}; at < high; at += 4) {
    const Cell& cell = *cell_of(base + (at - a.base));
    const auto check = [&](const Record& r) {
      if (r.segment != 0 && (write || (r.who & flag_write) != 0) && !ordered_before<false>(r, t))
        conflict(r, now, t, false, at, 64);
    };
    check(cell.entry.write);
    check(cell.entry.other[0]);
    check(cell.entry.other[1]);
  }
}

void judge_free(const Allocation& a, std::uint32_t segment, std::uint32_t pc) {
  if (!results_open()) return;
  Agent agent(segment);
  const Record now{segment, pc, 0, flag_write};
  for (const RangeAccess& r : a.ranges)
    range_conflict(r, now, agent.thread, a.base);
  if (!timeline().follows_everything(segments[segment].operation))
    scan_cells(a, a.base, a.base + a.size, now, agent.thread);
}

void find_unordered_ranges(std::uint32_t operation) {
  ranges_unordered = false;
  for (const auto& [base, a] : memory().all())
    for (const RangeAccess& r : a.ranges)
      ranges_unordered = ranges_unordered || !timeline().ordered(segments[r.segment].operation, operation);
}

} // namespace burler::cudahost

// An unordered pair of accesses: excuse it (atomics of wide enough scope, release/acquire, consequences of an
// earlier error) or report it.
#include "cudahost/engine/detector.h"
#include "cudahost/engine/operations.h"
#include "cudahost/engine/synchronise.h"

#include <cstring>

namespace burler::cudahost {

namespace {

bool frees(const Segment& s) { return timeline().operation(s.operation).name.starts_with("cudaFree"); }

const char* kind_word(const Segment& segment, std::uint16_t who) {
  if (frees(segment)) return "free";
  if ((who & flag_atomic) != 0) return (who & flag_write) != 0 ? "atomic" : "atomic-read";
  return (who & flag_write) != 0 ? "write" : "read";
}

void report_pair(const Record& old, const Record& now, bool shared, std::uintptr_t address, bool same_value) {
  const Segment &a = segments[old.segment], &b = segments[now.segment];
  RawFinding finding;
  const bool one_launch = a.operation == b.operation;
  const bool host =
      timeline().operation(a.operation).agent == 0 || timeline().operation(b.operation).agent == 0;
  finding.rule = shared       ? "cuda/shared-race"
                 : one_launch ? "cuda/global-race"
                 : host       ? "cuda/host-device-race"
                              : "cuda/stream-order";
  const bool same_warp = (old.who & tid_mask) >> 5 == (now.who & tid_mask) >> 5;
  finding.variant = !one_launch ? "operations" : a.block != b.block ? "grid" : same_warp ? "warp" : "block";
  if (one_launch && both_atomic(old, now.who)) finding.variant = "scope";
  if (finding.variant == "warp" && self != nullptr && self->loose[old.who & 31] > old.clock) {
    finding.variant = "warp-operation";
    finding.confidence = "medium";
  }
  if (frees(a) || frees(b))
    finding.confidence =
        timeline().operation((frees(a) ? a : b).operation).name == "cudaFree" ? "medium" : "high";
  if (same_value) {
    finding.variant += "-same-value";
    finding.severity = "note";
    finding.confidence = "low";
  }
  describe_subject(finding, address, shared);
  finding.sides = {access_side(old), access_side(now)};
  emit(finding);
}

void defer(const Record& old, Thread& t, std::uintptr_t address, unsigned size, std::uint32_t pc) {
  if (t.has_pending) return;
  t.has_pending = true;
  t.pending.old = old;
  t.pending.address = address;
  t.pending.size = size;
  t.pending.pc = pc;
  std::memcpy(t.pending.before, reinterpret_cast<const void*>(address), size);
}

bool excused(const Record& old, const Record& now, Thread& t) {
  if (launch != nullptr && launch->tainted) return true;
  const bool one_block = segments[old.segment].operation == segments[now.segment].operation &&
                         segments[old.segment].block == segments[now.segment].block;
  if (both_atomic(old, now.who) && (one_block || ((old.who | now.who) & flag_block_scope) == 0)) return true;
  if (self == &t && one_block && (old.who & tid_mask) >> 5 == t.tid >> 5 &&
      t.block->warps[t.tid >> 5].saturated)
    return true;
  return self == &t && acquired(old, t);
}

} // namespace

RawSide access_side(const Record& record) {
  RawSide side;
  const Segment& s = segments[record.segment];
  side.thread = thread_name(s.operation, s.block, record.who & tid_mask);
  side.kind = kind_word(s, record.who);
  side.pc = record.pc;
  return side;
}

void conflict(const Record& old, const Record& now, Thread& t, bool shared, std::uintptr_t address,
              unsigned size) {
  if (excused(old, now, t)) return;
  const bool plain_writes = (old.who & flag_write & now.who) != 0 && ((old.who | now.who) & flag_atomic) == 0;
  if (plain_writes && self == &t && size <= sizeof(PendingStore::before)) {
    defer(old, t, address, size, now.pc);
    return;
  }
  report_pair(old, now, shared, address, false);
}

void settle(Thread& t) {
  t.has_pending = false;
  PendingStore& p = t.pending;
  const bool same = std::memcmp(reinterpret_cast<const void*>(p.address), p.before, p.size) == 0;
  const Record now{t.segment, p.pc, t.clock[t.lane], static_cast<std::uint16_t>(t.tid | flag_write)};
  const bool shared = p.address - region_base < arena_bytes;
  report_pair(p.old, now, shared, p.address, same);
}

bool ordered_before_slow(const Record& record, Thread& t) {
  const Segment &old = segments[record.segment], &now = segments[t.segment];
  const bool ordered = old.operation == now.operation ? old.block == now.block || old.phase < now.phase
                                                      : timeline().ordered(old.operation, now.operation);
  if (ordered) t.block->known[record.segment & 255] = record.segment;
  return ordered;
}

std::string thread_name(std::uint32_t operation, std::uint32_t block, unsigned tid) {
  const Operation& op = timeline().operation(operation);
  if (!op.kernel) return op.agent == 0 ? "host" : op.name;
  const auto text = [](unsigned n, dim3 d) {
    return "(" + std::to_string(n % d.x) + "," + std::to_string(n / d.x % d.y) + "," +
           std::to_string(n / d.x / d.y) + ")";
  };
  return "thread " + text(tid, op.block) + " of block " + text(block, op.grid) + " of " + op.name;
}

} // namespace burler::cudahost

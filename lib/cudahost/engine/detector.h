// Judges accesses by CUDA's order rules, never by the order in which they happened to run:
//   same thread; same block and an earlier barrier interval; same warp through the lanes' clocks; same launch
//   through the grid barrier or a release/acquire pair of wide enough scope; different operations through
//   streams and events; the host as one more agent. (PTX ISA, "Memory Consistency Model"; CUDA C++
//   Programming Guide.)
#pragma once

#include "cudahost/engine/machine.h"
#include "cudahost/engine/memory.h"
#include "cudahost/engine/results.h"

namespace burler::cudahost {

/// What the access is, beside where.
struct AccessKind {
  bool write = false;
  bool atomic = false;
  bool block_scope = false;
  bool reads_too =
      false; ///< read-modify-write by plain instructions: a read of the same bytes was folded into it
};

/// Judges and remembers an access of [address, address + size) by the running CUDA thread or by the host.
void judge(std::uintptr_t address, unsigned size, AccessKind kind, std::uint32_t pc);

/// Judges a copy or fill by operation segment `segment`; the range is remembered with the allocation.
void judge_range(std::uintptr_t low, std::uintptr_t high, bool write, std::uint32_t segment,
                 std::uint32_t pc);

/// Reports uses of [low, high) that nothing orders before `segment` (a free or unmap at `pc`).
void judge_free(const Allocation& allocation, std::uint32_t segment, std::uint32_t pc);

/// Compares the value a racing store wrote with what it overwrote. Called before anything else the thread
/// does.
void settle(Thread& thread);
inline void settle_pending(Thread& thread) {
  if (thread.has_pending) settle(thread);
}

/// Copies in flight that are unordered with the operation about to run make every access look at them.
void find_unordered_ranges(std::uint32_t operation);

/// The word-level judgement, for the hooks' fast path. `space_shared` memory belongs to one block.
template <bool Shared>
void judge_read(Entry& entry, Thread& t, std::uint32_t pc, std::uint16_t who, std::uintptr_t address);
template <bool Shared>
void judge_write(Entry& entry, Thread& t, std::uint32_t pc, std::uint16_t who, std::uintptr_t address,
                 unsigned size);

/// An unordered pair was met; excuses it or reports it. (conflict.cpp)
void conflict(const Record& old, const Record& now, Thread& t, bool shared, std::uintptr_t address,
              unsigned size);
/// The access missed live memory. (bounds.cpp) False when it must not be remembered in the shadow.
bool explain_bounds(std::uintptr_t address, unsigned size, bool write, std::uint32_t pc);
void report_uninitialised(std::uintptr_t address, const Thread& t, std::uint32_t pc);
/// Names what lies at `address`. (bounds.cpp)
void describe_subject(RawFinding& finding, std::uintptr_t address, bool shared);
RawSide access_side(const Record& record);

bool ordered_before_slow(const Record& record, Thread& t);

inline bool warp_ordered(const Record& r, const Thread& t) {
  return ((r.who & tid_mask) >> 5) == (t.tid >> 5) && t.clock[r.who & 31] > r.clock;
}

/// True if the remembered access is ordered before what `t` does now by anything but release/acquire.
template <bool Shared> inline bool ordered_before(const Record& r, Thread& t) {
  if (r.segment == t.segment) return (r.who & tid_mask) == t.tid || warp_ordered(r, t);
  if constexpr (Shared)
    return true;
  else
    return r.segment == 0 || t.block->known[r.segment & 255] == r.segment || ordered_before_slow(r, t);
}

inline bool both_atomic(const Record& r, std::uint16_t who) { return (r.who & who & flag_atomic) != 0; }

/// Field by field from registers: a copy of a Record built on the stack would stall on store forwarding.
inline void put(Record& r, const Thread& t, std::uint32_t pc, std::uint16_t who) {
  r.segment = t.segment;
  r.pc = pc;
  r.clock = t.clock[t.lane];
  r.who = who;
}

/// Keeps of all unordered accesses two that span as much as possible: two warps, then two blocks.
template <bool Shared> inline void remember(Entry& e, std::uint32_t pc, std::uint16_t who, Thread& t) {
  for (Record& r : e.other) {
    const bool keep = r.segment == t.segment && (r.who & flag_write) != 0 && (who & flag_write) == 0;
    if (!keep && ordered_before<Shared>(r, t)) {
      put(r, t, pc, who);
      return;
    }
  }
  Record &a = e.other[0], &b = e.other[1];
  if (((b.who & ~who) & flag_write) != 0) return;
  if constexpr (!Shared) {
    const Segment &sa = segments[a.segment], &sb = segments[b.segment];
    if (sa.block != sb.block || sa.operation != sb.operation) return;
    if (a.segment != t.segment) {
      put(b, t, pc, who);
      return;
    }
  }
  const unsigned warp = t.tid >> 5;
  if ((a.who & tid_mask) >> 5 == (b.who & tid_mask) >> 5 && (a.who & tid_mask) >> 5 != warp)
    put(b, t, pc, who);
}

/// True if both remembered accesses are plain reads of this interval that already stand for one more read by
/// `t`: any write that is unordered with it is unordered with one of them.
inline bool stands_for(const Entry& e, const Thread& t) {
  const Record &a = e.other[0], &b = e.other[1];
  const auto mine = [&](const Record& r) {
    return r.segment == t.segment && (r.who & (tid_mask | flag_write)) == t.tid && r.clock == t.clock[t.lane];
  };
  if (((a.who | b.who) & flag_write) == 0 && (mine(a) || mine(b))) return true;
  if (a.segment != t.segment || b.segment != t.segment || ((a.who | b.who) & flag_write) != 0) return false;
  if (((a.who ^ b.who) & tid_mask) >= 32) return true; // two warps
  return ((a.who ^ t.tid) & tid_mask) < 32 && a.clock >= t.clock[a.who & 31] &&
         b.clock >= t.clock[b.who & 31];
}

template <bool Shared>
inline void judge_read(Entry& e, Thread& t, std::uint32_t pc, std::uint16_t who, std::uintptr_t address) {
  // By far the most frequent case: written in an earlier interval, read by many since.
  if (Shared && e.write.segment - t.first_segment < t.segment - t.first_segment && (who & flag_atomic) == 0 &&
      stands_for(e, t))
    return;
  const auto now = [&] { return Record{t.segment, pc, t.clock[t.lane], who}; };
  if (Shared && e.write.segment < t.first_segment) {
    const bool set = (e.other[0].segment >= t.first_segment && (e.other[0].who & flag_write) != 0) ||
                     (e.other[1].segment >= t.first_segment && (e.other[1].who & flag_write) != 0);
    if (!set && (who & flag_write) == 0) report_uninitialised(address, t, pc);
  } else if (!ordered_before<Shared>(e.write, t)) {
    conflict(e.write, now(), t, Shared, address, 4);
  }
  if (((e.other[0].who | e.other[1].who) & flag_write) != 0 || (who & flag_write) != 0) {
    for (const Record& r : e.other) {
      const bool relevant = (who & flag_write) != 0 || (r.who & flag_write) != 0;
      if (!relevant || (Shared && r.segment < t.first_segment) || ordered_before<Shared>(r, t)) continue;
      if (both_atomic(r, who) && ((r.who | who) & flag_block_scope) == 0) continue;
      conflict(r, now(), t, Shared, address, 4);
    }
  } else if (stands_for(e, t)) {
    return;
  }
  remember<Shared>(e, pc, who, t);
}

template <bool Shared>
inline void judge_write(Entry& e, Thread& t, std::uint32_t pc, std::uint16_t who, std::uintptr_t address,
                        unsigned size) {
  const auto now = [&] { return Record{t.segment, pc, t.clock[t.lane], who}; };
  if (!ordered_before<Shared>(e.write, t)) conflict(e.write, now(), t, Shared, address, size);
  for (Record& r : e.other) {
    if (!ordered_before<Shared>(r, t)) conflict(r, now(), t, Shared, address, size);
    r.segment = 0;
    r.who = 0;
  }
  put(e.write, t, pc, who);
}

} // namespace burler::cudahost

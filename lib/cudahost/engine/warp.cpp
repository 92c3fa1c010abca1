// Warp collectives. Each lane deposits what it brings and waits until every lane its mask names has come or
// exited; the order they create covers exactly the lanes in the mask (CUDA C++ Programming Guide, "Warp
// Shuffle Functions", "Warp Vote Functions", __syncwarp).
#include "cudahost/engine/detector.h"
#include "cudahost/engine/results.h"
#include "cudahost/engine/scheduler.h"

#include <cstring>

namespace burler::cudahost {

namespace {

Thread& lane_of(Block& block, unsigned warp, unsigned lane) { return *block.threads[warp * 32 + lane]; }

bool same_operation(const Thread& a, const Thread& b) {
  return b.wait == Wait::warp && a.warp_kind == b.warp_kind && a.mask == b.mask && a.size == b.size;
}

template <typename F> void each_lane(unsigned lanes, F&& f) {
  for (; lanes != 0; lanes &= lanes - 1)
    f(static_cast<unsigned>(__builtin_ctz(lanes)));
}

RawSide lane_side(const Thread& t, const char* kind) {
  RawSide side;
  side.thread = thread_name(launch->operation, t.block->number, t.tid);
  side.kind = kind;
  if (t.wait == Wait::barrier || t.wait == Wait::grid) {
    side.file = t.file;
    side.line = static_cast<unsigned>(t.line);
  } else {
    side.pc = t.pc;
  }
  return side;
}

void report_mask(Block& block, unsigned warp, const Thread& t, const char* variant, int other) {
  RawFinding finding{"cuda/invalid-mask", variant};
  finding.sides = {lane_side(t, "warp operation")};
  char mask[16];
  std::snprintf(mask, sizeof(mask), "0x%08x", t.mask);
  finding.subject = mask;
  if (other >= 0) {
    finding.note = std::to_string(other);
    const bool there = static_cast<unsigned>(other) < 32 && (block.warps[warp].exists >> other & 1u) != 0;
    if (there && lane_of(block, warp, static_cast<unsigned>(other)).wait != Wait::done)
      finding.sides.push_back(lane_side(lane_of(block, warp, static_cast<unsigned>(other)), "waits"));
  }
  if (finding.sides.size() == 1 && other >= 0) finding.confidence = "medium";
  emit(finding);
}

/// Moves the values; `lanes` took part.
void exchange(Block& block, unsigned warp, unsigned lanes, Thread& t) {
  if (t.size == 0 || t.out == nullptr) return;
  if (t.warp_kind != burler_warp_shuffle) {
    each_lane(lanes, [&](unsigned l) {
      std::memcpy(static_cast<char*>(t.out) + std::size_t{l} * t.size, lane_of(block, warp, l).in, t.size);
    });
    return;
  }
  const unsigned source = static_cast<unsigned>(t.source) & 31u;
  if (lanes >> source & 1u)
    std::memcpy(t.out, lane_of(block, warp, source).in, t.size);
  else
    report_mask(block, warp, t, "source", static_cast<int>(source));
}

void join_vectors(Block& block, unsigned warp, unsigned lanes, std::uint16_t (Thread::*clock)[32],
                  std::uint16_t (&joined)[32]) {
  each_lane(lanes, [&](unsigned l) {
    const std::uint16_t* c = lane_of(block, warp, l).*clock;
    for (int i = 0; i < 32; i++)
      joined[i] = joined[i] < c[i] ? c[i] : joined[i];
  });
}

/// __syncwarp orders memory among the lanes; the other operations do not ("do not imply a memory barrier"),
/// but each lane's own time advances, so that a report can tell which pairs only such an operation separates.
void join_clocks(Block& block, unsigned warp, unsigned lanes, bool orders_memory) {
  std::uint16_t loose[32] = {}, strict[32] = {};
  join_vectors(block, warp, lanes, &Thread::loose, loose);
  if (orders_memory) join_vectors(block, warp, lanes, &Thread::clock, strict);
  each_lane(lanes, [&](unsigned l) {
    if (loose[l] == 0xffff)
      block.warps[warp].saturated = true;
    else
      loose[l]++;
    strict[l] = loose[l];
  });
  each_lane(lanes, [&](unsigned l) {
    Thread& t = lane_of(block, warp, l);
    std::memcpy(t.loose, loose, sizeof(loose));
    if (orders_memory)
      std::memcpy(t.clock, strict, sizeof(strict));
    else
      t.clock[l] = loose[l];
  });
  // What one lane acquired from another block is known to all it synchronised with.
  std::vector<Acquire> acquired;
  each_lane(lanes, [&](unsigned l) {
    auto& mine = lane_of(block, warp, l).acquired;
    acquired.insert(acquired.end(), mine.begin(), mine.end());
  });
  if (acquired.empty()) return;
  each_lane(lanes, [&](unsigned l) { lane_of(block, warp, l).acquired = acquired; });
}

void complete(Block& block, unsigned warp, unsigned lanes) {
  each_lane(lanes, [&](unsigned l) { exchange(block, warp, lanes, lane_of(block, warp, l)); });
  const int kind = lane_of(block, warp, static_cast<unsigned>(__builtin_ctz(lanes))).warp_kind;
  if (kind != burler_warp_active) join_clocks(block, warp, lanes, kind == burler_warp_sync);
  each_lane(lanes, [&](unsigned l) {
    lane_of(block, warp, l).result = static_cast<int>(lanes);
    make_ready(block, warp * 32 + l);
  });
}

/// Lanes waiting with the same operation and mask as `t`.
unsigned group_of(Block& block, unsigned warp, const Thread& t) {
  unsigned lanes = 0;
  each_lane(block.warps[warp].exists & t.mask, [&](unsigned l) {
    if (same_operation(t, lane_of(block, warp, l))) lanes |= 1u << l;
  });
  return lanes;
}

bool try_complete(Block& block, unsigned warp, const Thread& t) {
  const Warp& w = block.warps[warp];
  const unsigned needed = t.mask & w.exists & ~w.done;
  const unsigned present = group_of(block, warp, t);
  if ((needed & ~present) != 0) return false;
  complete(block, warp, present);
  return true;
}

} // namespace

void lane_left(Block& block, unsigned warp) {
  const unsigned candidates = block.warps[warp].exists & ~block.warps[warp].done & ~block.warps[warp].ready;
  if (candidates == 0) return;
  each_lane(candidates, [&](unsigned l) {
    Thread& t = lane_of(block, warp, l);
    if (t.wait == Wait::warp && t.warp_kind != burler_warp_active) try_complete(block, warp, t);
  });
}

bool resolve_active(Block& block, unsigned warp) {
  const Warp& w = block.warps[warp];
  unsigned lanes = 0;
  std::uint32_t pc = 0;
  each_lane(w.exists & ~w.done, [&](unsigned l) {
    const Thread& t = lane_of(block, warp, l);
    if (t.wait != Wait::warp || t.warp_kind != burler_warp_active) return;
    if (lanes == 0) pc = t.pc;
    if (t.pc == pc) lanes |= 1u << l;
  });
  if (lanes == 0) return false;
  complete(block, warp, lanes);
  return true;
}

bool break_deadlock(Block& block) {
  for (unsigned w = 0; w < block.warps.size(); w++) {
    const Warp& warp = block.warps[w];
    unsigned stuck = 0;
    each_lane(warp.exists & ~warp.done, [&](unsigned l) {
      if (lane_of(block, w, l).wait == Wait::warp) stuck |= 1u << l;
    });
    if (stuck == 0) continue;
    Thread& t = lane_of(block, w, static_cast<unsigned>(__builtin_ctz(stuck)));
    const unsigned present = group_of(block, w, t);
    const unsigned absent = t.mask & warp.exists & ~warp.done & ~present;
    report_mask(block, w, t, "absent", absent != 0 ? __builtin_ctz(absent) : -1);
    complete(block, w, present);
    return true;
  }
  if (block.at_barrier == 0 || block.at_grid == 0) return false;
  // Part of the block waits at a block barrier, part at the grid barrier: neither can complete.
  RawFinding finding{"cuda/barrier-divergence", "deadlock"};
  const Thread *at_block = nullptr, *at_grid = nullptr;
  for (unsigned i = 0; i < block.count; i++) {
    const Thread& t = *block.threads[i];
    if (t.wait == Wait::barrier) at_block = &t;
    if (t.wait == Wait::grid) at_grid = &t;
  }
  finding.sides = {lane_side(*at_block, "barrier"), lane_side(*at_grid, "barrier")};
  emit(finding);
  launch->aborted = true;
  return false;
}

} // namespace burler::cudahost

using namespace burler::cudahost;

extern "C" unsigned burler_warp(int kind, unsigned mask, const void* in, void* out, unsigned size,
                                int source) {
  Thread* me = self;
  if (me == nullptr) return 0;
  settle_pending(*me);
  Block& block = *me->block;
  const unsigned warp = me->tid / 32u, bit = 1u << me->lane;
  me->warp_kind = kind;
  me->mask = kind == burler_warp_active ? ~0u : mask;
  me->in = in;
  me->out = out;
  me->size = size;
  me->source = source;
  me->pc = static_cast<std::uint32_t>(reinterpret_cast<std::uintptr_t>(__builtin_return_address(0)));
  if ((me->mask & bit) == 0) {
    report_mask(block, warp, *me, "self", -1);
    return kind == burler_warp_vote || size == 0 ? 0 : bit;
  }
  me->wait = Wait::warp;
  block.warps[warp].ready &= ~bit;
  if (kind != burler_warp_active) try_complete(block, warp, *me);
  if (me->wait != Wait::ready) switch_away();
  return static_cast<unsigned>(me->result);
}

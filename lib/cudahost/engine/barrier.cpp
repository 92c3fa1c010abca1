// Block and grid barriers. Divergence is judged by source line, because inlining and unrolling duplicate call
// sites (CUDA C++ Programming Guide, "Synchronization Functions").
#include "cudahost/engine/detector.h"
#include "cudahost/engine/results.h"
#include "cudahost/engine/scheduler.h"

#include <algorithm>
#include <cstring>

namespace burler::cudahost {

namespace {

bool same_place(const Thread& a, const Thread& b) {
  return a.line == b.line && (a.file == b.file || std::strcmp(a.file, b.file) == 0);
}

RawSide barrier_side(const Thread& t, const char* kind) {
  RawSide side;
  side.thread = thread_name(launch->operation, t.block->number, t.tid);
  side.kind = kind;
  side.file = t.file;
  side.line = static_cast<unsigned>(t.line);
  return side;
}

void check_divergence(const Block& block) {
  const Thread* first = nullptr;
  const Thread* exited = nullptr;
  for (unsigned i = 0; i < block.count; i++) {
    const Thread& t = *block.threads[i];
    if (t.wait == Wait::done && exited == nullptr) exited = &t;
    if (t.wait != Wait::barrier) continue;
    if (first == nullptr)
      first = &t;
    else if (!same_place(*first, t)) {
      RawFinding finding{"cuda/barrier-divergence", "lines"};
      finding.sides = {barrier_side(*first, "barrier"), barrier_side(t, "barrier")};
      emit(finding);
      return;
    }
  }
  if (exited == nullptr || first == nullptr) return;
  RawFinding finding{"cuda/barrier-divergence", "exited"};
  finding.severity = "warning";
  finding.confidence = "medium";
  finding.sides = {barrier_side(*first, "barrier")};
  finding.note = thread_name(launch->operation, block.number, exited->tid);
  emit(finding);
}

void join_acquired(Block& block) {
  for (unsigned i = 0; i < block.count; i++) {
    auto& mine = block.threads[i]->acquired;
    block.acquired.insert(block.acquired.end(), mine.begin(), mine.end());
    mine.clear();
  }
  std::sort(block.acquired.begin(), block.acquired.end(), [](const Acquire& a, const Acquire& b) {
    return a.location != b.location ? a.location < b.location : a.count > b.count;
  });
  auto end = std::unique(block.acquired.begin(), block.acquired.end(),
                         [](const Acquire& a, const Acquire& b) { return a.location == b.location; });
  block.acquired.erase(end, block.acquired.end());
}

void next_interval(Block& block) {
  block.segment = new_segment({launch->operation, block.number, block.epoch, block.phase});
  join_acquired(block);
  for (Warp& warp : block.warps)
    warp.saturated = false;
  for (unsigned i = 0; i < block.count; i++) {
    Thread& t = *block.threads[i];
    t.segment = block.segment;
    std::memset(t.clock, 0, sizeof(t.clock));
    std::memset(t.loose, 0, sizeof(t.loose));
  }
}

} // namespace

void complete_barrier(Block& block) {
  if (block.at_barrier == 0 || block.at_barrier + block.done != block.count) return;
  check_divergence(block);
  int count = 0, all = 1, any = 0;
  for (unsigned i = 0; i < block.count; i++) {
    const Thread& t = *block.threads[i];
    if (t.wait != Wait::barrier) continue;
    count += t.predicate != 0;
    all = all && t.predicate != 0;
    any = any || t.predicate != 0;
  }
  block.at_barrier = 0;
  block.epoch++;
  next_interval(block);
  for (unsigned i = 0; i < block.count; i++) {
    Thread& t = *block.threads[i];
    if (t.wait != Wait::barrier) continue;
    t.result = t.warp_kind == 1 ? count : t.warp_kind == 2 ? all : any;
    make_ready(block, i);
  }
}

bool complete_grid_barrier(std::vector<Block*>& resident, std::uint32_t blocks) {
  if (resident.empty()) return false;
  for (const Block* block : resident)
    if (block->at_grid == 0 || block->at_grid + block->done != block->count) return false;
  if (resident.size() != blocks && launch->cooperative) {
    RawFinding finding{"cuda/barrier-divergence", "grid"};
    const Block& block = *resident.front();
    for (const auto& t : block.threads)
      if (t->wait == Wait::grid && finding.sides.empty()) finding.sides = {barrier_side(*t, "barrier")};
    finding.note = "a block";
    emit(finding);
  }
  for (Block* block : resident) {
    block->at_grid = 0;
    block->phase++;
    block->epoch++;
    next_interval(*block);
    for (unsigned i = 0; i < block->count; i++)
      if (block->threads[i]->wait == Wait::grid) make_ready(*block, i);
  }
  return true;
}

} // namespace burler::cudahost

using namespace burler::cudahost;

extern "C" int burler_syncthreads(int mode, int predicate, const char* file, int line) {
  Thread* me = self;
  if (me == nullptr) return 0;
  settle_pending(*me);
  Block& block = *me->block;
  me->file = file;
  me->line = line;
  me->predicate = predicate;
  me->warp_kind = mode;
  me->wait = Wait::barrier;
  me->fence = -1;
  block.warps[me->tid / 32].ready &= ~(1u << me->lane);
  block.at_barrier++;
  complete_barrier(block);
  switch_away();
  return me->result;
}

extern "C" void burler_grid_sync(const char* file, int line) {
  Thread* me = self;
  if (me == nullptr) return;
  settle_pending(*me);
  if (!launch->cooperative) {
    RawFinding finding{"cuda/barrier-divergence", "not-cooperative"};
    me->file = file;
    me->line = line;
    finding.sides = {barrier_side(*me, "barrier")};
    emit(finding);
    abort_kernel(cudaErrorLaunchFailure);
  }
  me->file = file;
  me->line = line;
  me->wait = Wait::grid;
  me->block->warps[me->tid / 32].ready &= ~(1u << me->lane);
  me->block->at_grid++;
  switch_away();
}

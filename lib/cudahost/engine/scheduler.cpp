#include "cudahost/engine/scheduler.h"

#include "cudahost/engine/detector.h"
#include "cudahost/engine/results.h"

#include <csetjmp>
#include <cstring>

// Index variables for code compiled with GCC; Clang code calls the getters instead.
__thread uint3 threadIdx;
__thread uint3 blockIdx;
__thread uint3 blockDim;
__thread uint3 gridDim;

namespace burler::cudahost {

constinit thread_local Thread* self = nullptr;
constinit thread_local Launch* launch = nullptr;

namespace {

constexpr std::size_t stack_size = 256 * 1024;
constexpr std::size_t max_resident_threads = 64 * 1024;

thread_local void* host_sp = nullptr;
thread_local cudaError_t kernel_error = cudaSuccess;

std::vector<std::unique_ptr<Block>>& spare_blocks() {
  thread_local std::vector<std::unique_ptr<Block>> pool;
  return pool;
}

unsigned draw(unsigned bound) {
  launch->random = launch->random * 6364136223846793005ULL + 1442695040888963407ULL;
  return static_cast<unsigned>((launch->random >> 33) % bound);
}

unsigned nth_bit(unsigned bits, unsigned n) {
  for (; n > 0; n--)
    bits &= bits - 1;
  return static_cast<unsigned>(__builtin_ctz(bits));
}

/// The lane of a warp to run: the next one after `after` in cyclic order, or any with a seed.
unsigned choose_lane(unsigned ready, unsigned after) {
  if (launch->random != 0) return nth_bit(ready, draw(static_cast<unsigned>(__builtin_popcount(ready))));
  const unsigned above = after < 31 ? ready & (~0u << (after + 1)) : 0;
  return static_cast<unsigned>(__builtin_ctz(above != 0 ? above : ready));
}

Thread* pick(Block& block, unsigned after_lane) {
  const auto warps = static_cast<unsigned>(block.warps.size());
  unsigned start = block.current_warp;
  if (launch->random != 0 && draw(4) == 0) start = draw(warps);
  for (unsigned i = 0; i < warps; i++) {
    const unsigned w = start + i < warps ? start + i : start + i - warps;
    Warp& warp = block.warps[w];
    if (warp.ready == 0 && !(warp.done != warp.exists && resolve_active(block, w))) continue;
    block.current_warp = w;
    return block.threads[w * 32 + choose_lane(warp.ready, i == 0 ? after_lane : 31)].get();
  }
  return nullptr;
}

void become(Thread* thread) {
  self = thread;
  if (thread != nullptr) {
    threadIdx = thread->index;
    blockIdx = thread->block->index;
  }
}

void go(void** save, Thread* next) {
  become(next);
  burler_switch_stack(save, next != nullptr ? next->sp : host_sp);
}

[[noreturn]] void finish_thread() {
  Thread* me = self;
  settle_pending(*me);
  Block& block = *me->block;
  Warp& warp = block.warps[me->tid / 32];
  warp.ready &= ~(1u << me->lane);
  warp.done |= 1u << me->lane;
  me->wait = Wait::done;
  block.done++;
  block.yields = 0;
  lane_left(block, me->tid / 32);
  complete_barrier(block);
  go(&me->sp, pick(block, me->lane));
  __builtin_unreachable();
}

void thread_main() {
  launch->entry(launch->context);
  finish_thread();
}

void start_thread(Block& block, unsigned tid) {
  if (tid >= block.threads.size()) {
    block.threads.push_back(std::make_unique<Thread>());
    block.threads.back()->stack = map_stack(stack_size);
  }
  Thread& t = *block.threads[tid];
  const dim3 d = launch->block;
  t.index = {tid % d.x, tid / d.x % d.y, tid / (d.x * d.y)};
  t.tid = static_cast<std::uint16_t>(tid);
  t.lane = static_cast<std::uint16_t>(tid % 32);
  t.segment = block.segment;
  t.first_segment = block.first_segment;
  t.has_pending = false;
  t.wait = Wait::ready;
  std::memset(t.clock, 0, sizeof(t.clock));
  std::memset(t.loose, 0, sizeof(t.loose));
  t.block = &block;
  t.stack_low = t.stack.low;
  t.stack_high = t.stack.high;
  t.fence = -1;
  t.polls = 0;
  t.acquired.clear();
  t.sp = prepare(t.stack, thread_main);
  block.warps[tid / 32].ready |= 1u << t.lane;
}

void start_block(Block& block, std::uint32_t number) {
  const dim3 g = launch->grid;
  block.number = number;
  block.index = {number % g.x, number / g.x % g.y, number / (g.x * g.y)};
  block.epoch = block.phase = 0;
  block.count = launch->block.x * launch->block.y * launch->block.z;
  block.done = block.at_barrier = block.at_grid = block.yields = block.current_warp = 0;
  block.yielded = false;
  block.acquired.clear();
  std::memset(block.known, 0, sizeof(block.known));
  block.first_segment = block.segment = new_segment({launch->operation, number, 0, 0});
  block.warps.assign((block.count + 31) / 32, Warp());
  for (unsigned w = 0; w < block.warps.size(); w++) {
    const unsigned lanes = block.count - w * 32;
    block.warps[w].exists = lanes >= 32 ? ~0u : (1u << lanes) - 1u;
  }
  // Stale values of another block never look right by chance.
  std::memset(reinterpret_cast<void*>(arena_address(block.arena)), 0xff, launch->shared_used);
  for (unsigned tid = 0; tid < block.count; tid++)
    start_thread(block, tid);
}

enum class Outcome { finished, yielded, grid };

Outcome run_block(Block& block) {
  block.yielded = false;
  block.yields = 0;
  while (block.done < block.count) {
    Thread* next = pick(block, 31);
    if (next != nullptr) {
      go(&host_sp, next);
      if (launch->aborted) return Outcome::finished;
      if (block.yielded) return Outcome::yielded;
      continue;
    }
    if (break_deadlock(block)) continue;
    if (block.at_grid > 0) return Outcome::grid;
    launch->aborted = true; // unreachable by construction; never hang
    return Outcome::finished;
  }
  return Outcome::finished;
}

Block* admit(std::vector<Block*>& resident, std::uint32_t number) {
  auto& pool = spare_blocks();
  std::unique_ptr<Block> block;
  if (pool.empty()) {
    static std::size_t arenas = 0;
    block = std::make_unique<Block>();
    block->arena = arenas++;
  } else {
    block = std::move(pool.back());
    pool.pop_back();
  }
  Block* raw = block.release(); // owned by the resident list until retired
  start_block(*raw, number);
  resident.push_back(raw);
  return raw;
}

void retire(Block* block) { spare_blocks().push_back(std::unique_ptr<Block>(block)); }

std::uint32_t block_in_order(std::uint32_t i) {
  if (launch->random == 0 || launch->cooperative) return i;
  return (i + static_cast<std::uint32_t>(launch->number * 7919 + launch->random % launch->blocks)) %
         launch->blocks;
}

} // namespace

void make_ready(Block& block, unsigned tid) {
  Thread& t = *block.threads[tid];
  t.wait = Wait::ready;
  t.polls = 0;
  block.warps[tid / 32].ready |= 1u << t.lane;
}

void switch_away() {
  Thread* me = self;
  me->block->yields = 0;
  Thread* next = pick(*me->block, me->lane);
  if (next != me) go(&me->sp, next);
}

void yield_to_others() {
  Thread* me = self;
  Block& block = *me->block;
  settle_pending(*me);
  me->polls = 0;
  if (++block.yields > 2 * block.count) {
    block.yielded = true;
    go(&me->sp, nullptr);
    return;
  }
  block.current_warp = (block.current_warp + 1) % static_cast<unsigned>(block.warps.size());
  Thread* next = pick(block, me->lane);
  if (next != me) go(&me->sp, next);
}

void abort_kernel(cudaError_t error) {
  kernel_error = error;
  launch->aborted = true;
  void* dropped = nullptr;
  go(&dropped, nullptr);
  __builtin_unreachable();
}

cudaError_t run_grid(Launch& current) {
  launch = &current;
  kernel_error = cudaSuccess;
  blockDim = current.block;
  gridDim = current.grid;
  const std::size_t threads = std::size_t{current.block.x} * current.block.y * current.block.z;
  const std::size_t capacity =
      std::min(arena_count, std::max<std::size_t>(1, max_resident_threads / threads));
  std::vector<Block*> resident;
  std::uint32_t next = 0;
  while (!current.aborted && (next < current.blocks || !resident.empty())) {
    const bool all = current.cooperative;
    while (next < current.blocks && (all || resident.empty()))
      admit(resident, block_in_order(next++));
    bool progress = false;
    for (std::size_t i = 0; i < resident.size() && !current.aborted;) {
      const Outcome outcome =
          resident[i]->at_grid == resident[i]->count - resident[i]->done && resident[i]->at_grid > 0
              ? Outcome::grid
              : run_block(*resident[i]);
      if (outcome == Outcome::finished) {
        retire(resident[i]);
        resident.erase(resident.begin() + static_cast<std::ptrdiff_t>(i));
        progress = true;
      } else {
        i++;
      }
    }
    if (complete_grid_barrier(resident, current.blocks)) progress = true;
    if (!progress && next < current.blocks && resident.size() < capacity)
      admit(resident, block_in_order(next++));
  }
  for (Block* block : resident)
    retire(block);
  become(nullptr);
  launch = nullptr;
  return kernel_error;
}

} // namespace burler::cudahost

extern "C" {
using burler::cudahost::launch;
using burler::cudahost::self;
unsigned burler_thread_x() { return self->index.x; }
unsigned burler_thread_y() { return self->index.y; }
unsigned burler_thread_z() { return self->index.z; }
unsigned burler_block_x() { return self->block->index.x; }
unsigned burler_block_y() { return self->block->index.y; }
unsigned burler_block_z() { return self->block->index.z; }
unsigned burler_block_dim_x() { return launch->block.x; }
unsigned burler_block_dim_y() { return launch->block.y; }
unsigned burler_block_dim_z() { return launch->block.z; }
unsigned burler_grid_dim_x() { return launch->grid.x; }
unsigned burler_grid_dim_y() { return launch->grid.y; }
unsigned burler_grid_dim_z() { return launch->grid.z; }
unsigned burler_lane() { return self->lane; }
int burler_in_kernel() { return self != nullptr; }
}

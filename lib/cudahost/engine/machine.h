// The emulated device: threads, warps, blocks and the launch that is running.
#pragma once

#include "cudahost/engine/fiber.h"
#include "cudahost/engine/shadow.h"
#include "cudahost/include/burler_cuda/abi.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace burler::cudahost {

struct Block;
struct SyncLocation;

/// "Has read location's synchronisation value after its first `count` releases."
struct Acquire {
  const SyncLocation* location;
  std::uint32_t count;
};

enum class Wait : std::uint8_t { ready, barrier, warp, grid, done };

/// A store whose value must be compared with what it overwrote: two equal values are a benign-looking race.
struct PendingStore {
  Record old;
  std::uintptr_t address = 0;
  std::uint32_t size = 0;
  std::uint32_t pc = 0;
  unsigned char before[16] = {};
};

struct Thread {
  // touched by every access
  std::uint32_t segment = 0;
  std::uint16_t tid = 0;
  std::uint16_t lane = 0;
  std::uint32_t first_segment = 0; ///< of the block: older shared records are another block's
  bool has_pending = false;
  Wait wait = Wait::ready;
  std::uint16_t clock[32] = {}; ///< what this lane knows of each lane of its warp through __syncwarp
  Block* block = nullptr;
  char* stack_low = nullptr;
  char* stack_high = nullptr;
  std::uint16_t loose[32] = {}; ///< the same if every warp operation ordered memory, as much code assumes
  // switching
  void* sp = nullptr;
  Stack stack;
  uint3 index{};
  // what it waits for
  const char* file = nullptr;
  int line = 0;
  int predicate = 0;
  int result = 0;
  std::uint32_t pc = 0;
  int warp_kind = 0;
  unsigned mask = 0;
  const void* in = nullptr;
  void* out = nullptr;
  unsigned size = 0;
  int source = -1;
  // order beyond barriers
  int fence = -1;     ///< widest scope fenced since the last release, -1 none
  unsigned polls = 0; ///< atomics since the last wait
  std::vector<Acquire> acquired;
  PendingStore pending;
};

struct Warp {
  unsigned ready = 0; ///< lanes that can run
  unsigned exists = 0;
  unsigned done = 0;
  bool saturated = false; ///< a lane clock ran out; the warp's order is not judged until the next barrier
};

struct Block {
  std::uint32_t number = 0;
  uint3 index{};
  std::uint32_t epoch = 0;
  std::uint32_t phase = 0;
  std::uint32_t segment = 0;
  std::uint32_t first_segment = 0;
  unsigned count = 0; ///< threads
  unsigned done = 0;
  unsigned at_barrier = 0;
  unsigned at_grid = 0;
  unsigned barrier_mode = 0;
  unsigned current_warp = 0;
  unsigned yields = 0;
  bool yielded = false;
  std::size_t arena = 0; ///< index of its shared memory
  std::vector<std::unique_ptr<Thread>> threads;
  std::vector<Warp> warps;
  std::vector<Acquire> acquired; ///< brought in by any of its threads before the last barrier
  std::uint32_t known[256] = {}; ///< segments found to be ordered before this block
};

/// The launch being executed.
struct Launch {
  std::uint64_t number = 0;
  std::uint32_t operation = 0;
  dim3 grid, block;
  std::uint32_t blocks = 0;
  std::size_t dynamic_shared = 0;
  bool cooperative = false;
  bool tainted = false; ///< an access out of bounds happened: later races are consequences
  bool aborted = false;
  const char* kernel = "";
  void (*entry)(void*) = nullptr;
  void* context = nullptr;
  std::size_t context_size = 0;
  std::uint64_t random = 0; ///< 0: threads in order
  std::size_t shared_used = 0;
  std::vector<burler_shared_site*> sites;
};

extern constinit thread_local Thread* self; ///< the CUDA thread that runs, null in host code
extern constinit thread_local Launch* launch;

inline std::uintptr_t arena_address(std::size_t arena) { return region_base + arena * arena_size; }

/// Gives the processor to another CUDA thread; returns when this one is ready again.
void switch_away();
/// Lets others run although this thread could: it polls something another thread must write.
void yield_to_others();
/// Ends the running kernel at once, from one of its threads; the device error becomes sticky.
[[noreturn]] void abort_kernel(cudaError_t error);

/// Thread `tid` as reports name it: "thread (3,0,0) of block (0,0,0)".
std::string thread_name(std::uint32_t operation, std::uint32_t block, unsigned tid);

} // namespace burler::cudahost

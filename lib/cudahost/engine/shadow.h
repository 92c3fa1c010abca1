// Shadow memory of the device address space: for every 4-byte word the last plain write and two further
// accesses (reads or atomics), chosen so that a later conflicting access meets at least one it is unordered
// with.
//
// All device-visible memory (shared arenas, cudaMalloc, managed, pinned) lives in one reserved range, so the
// shadow is a linear function of the address. A word accessed by parts gets one entry a byte (a "split"
// cell), so verdicts are byte-accurate. Memory: 40 bytes a touched word.
#pragma once

#include <cstddef>
#include <cstdint>

namespace burler::cudahost {

constexpr std::uintptr_t region_base = 0x100000000000; ///< fixed: reports and runs repeat exactly
constexpr std::uintptr_t region_size = std::uintptr_t{1} << 36;
constexpr std::uintptr_t shadow_base = 0x200000000000;
constexpr std::uintptr_t arena_size = std::uintptr_t{1}
                                      << 19; ///< one resident block's shared memory, with red zones
constexpr std::size_t arena_count = 4096;
constexpr std::uintptr_t arena_bytes = arena_size * arena_count;
constexpr std::size_t granule = 256; ///< allocation alignment; one validity byte each

/// Flags of an access, beside the thread number in Record::who.
enum : std::uint16_t { tid_mask = 0x3ff, flag_atomic = 0x400, flag_block_scope = 0x800, flag_write = 0x1000 };

/// One remembered access: which segment (operation, block, barrier epoch), which thread of it, when within
/// the warp.
struct Record {
  std::uint32_t segment; ///< 0 = none
  std::uint32_t pc;
  std::uint16_t clock;
  std::uint16_t who;
};

struct Entry {
  Record write;    ///< last plain write
  Record other[2]; ///< reads since then, and atomics
};

struct Cell {
  Entry entry;
  std::uint32_t split; ///< 0, or 1 + index of four per-byte entries
};
static_assert(sizeof(Cell) == 40);

/// What a run of accesses has in common. Numbered from 1 in order of creation.
struct Segment {
  std::uint32_t operation;
  std::uint32_t block;
  std::uint32_t epoch; ///< barriers the block has passed
  std::uint32_t phase; ///< grid barriers the launch has passed
};

/// Reserves the ranges; exits with a clear line when the kernel of the machine refuses.
void reserve_address_space();
bool address_space_ready();

inline Cell* cell_of(std::uintptr_t offset) { return reinterpret_cast<Cell*>(shadow_base) + (offset >> 2); }
Entry* split_entries(Cell& cell);

extern Segment* segments; ///< segments[1 .. segment_count]
extern std::uint32_t segment_count;
std::uint32_t new_segment(const Segment& segment);

extern unsigned char* granules; ///< per granule of the region: 0 none, 1 whole, 2 partly, 3 freed

} // namespace burler::cudahost

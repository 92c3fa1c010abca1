// The address-level part of the detector, inlined into the instrumentation hooks.
#pragma once

#include "cudahost/engine/detector.h"
#include "cudahost/engine/shared_memory.h"

namespace burler::cudahost {

extern bool ranges_unordered; ///< some copy in flight is unordered with the running kernel

void judge_against_ranges(std::uintptr_t address, unsigned size, Thread& t, std::uint32_t pc,
                          std::uint16_t who);
void judge_host(std::uintptr_t address, unsigned size, AccessKind kind, std::uint32_t pc);
void judge_device(std::uintptr_t address, unsigned size, Thread& t, std::uint32_t pc, std::uint16_t who,
                  bool reads_too);
void scan_cells(const Allocation& a, std::uintptr_t low, std::uintptr_t high, const Record& now, Thread& t);

inline bool valid_shared(std::uintptr_t local, unsigned size) {
  if (local + size > arena_size) return false;
  for (std::uintptr_t i = local; i < local + size; i = (i | 3) + 1) {
    const unsigned first = i & 3, last = (i | 3) < local + size ? 3u : (local + size - 1) & 3;
    const unsigned bytes = ((2u << last) - 1u) & ~((1u << first) - 1u);
    if ((shared_valid[i / 4] & bytes) != bytes) return false;
  }
  return true;
}

template <bool Shared>
inline void judge_entry(Entry& e, Thread& t, std::uint32_t pc, std::uint16_t who, std::uintptr_t address,
                        unsigned size, bool reads_too) {
  if ((who & (flag_write | flag_atomic)) == flag_write) {
    if (Shared && reads_too && e.write.segment < t.first_segment && e.other[0].who == 0 &&
        e.other[1].who == 0)
      report_uninitialised(address, t, pc);
    judge_write<Shared>(e, t, pc, who, address, size);
  } else {
    judge_read<Shared>(e, t, pc, who, address);
  }
}

/// Any size and alignment. `shadow` is the region offset whose cells stand for the address.
template <bool Shared>
inline void judge_parts(std::uintptr_t shadow, std::uintptr_t address, unsigned size, Thread& t,
                        std::uint32_t pc, std::uint16_t who, bool reads_too) {
  for (unsigned done = 0; done < size;) {
    const std::uintptr_t at = shadow + done;
    Cell& cell = *cell_of(at);
    const unsigned first = at & 3, room = 4 - first, here = size - done < room ? size - done : room;
    if (here == 4 && cell.split == 0) {
      judge_entry<Shared>(cell.entry, t, pc, who, address + done, 4, reads_too);
    } else {
      Entry* bytes = split_entries(cell);
      for (unsigned i = first; i < first + here; i++)
        judge_entry<Shared>(bytes[i], t, pc, who, address + done + (i - first), 1, reads_too);
    }
    done += here;
  }
}

} // namespace burler::cudahost

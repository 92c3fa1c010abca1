// The instrumentation interface of -fsanitize=thread, as Clang and GCC call it. The sanitizer's own runtime
// is not linked; these definitions judge the accesses instead.
#include "cudahost/engine/judge.h"

#include <cstring>

#define BURLER_PC static_cast<std::uint32_t>(reinterpret_cast<std::uintptr_t>(__builtin_return_address(0)))

namespace burler::cudahost {

void synchronise_volatile(std::uintptr_t address, bool write); // atomics.cpp

namespace {

template <unsigned Size, bool Write, bool Aligned>
[[gnu::always_inline]] inline void access(void* p, std::uint32_t pc, bool reads_too = false) {
  Thread* t = self;
  const auto address = reinterpret_cast<std::uintptr_t>(p);
  const std::uintptr_t offset = address - region_base;
  if (t == nullptr) {
    if (offset < region_size) judge_host(address, Size, {Write, false, false, reads_too}, pc);
    return;
  }
  if (t->has_pending) [[unlikely]] {
    judge(address, Size, {Write, false, false, reads_too}, pc); // settles first
    return;
  }
  if (offset >= region_size && address - reinterpret_cast<std::uintptr_t>(t->stack_low) <
                                   static_cast<std::uintptr_t>(t->stack_high - t->stack_low))
    return;
  const auto who = static_cast<std::uint16_t>(t->tid | (Write ? flag_write : 0));
  if constexpr (Size >= 4 && Aligned) {
    if (offset < arena_bytes) {
      bool plain = offset / arena_size == t->block->arena && (offset & 3) == 0;
      const std::uintptr_t local = offset % arena_size;
      Cell* cells = cell_of(offset);
      for (unsigned i = 0; i < Size / 4; i++)
        plain = plain && shared_valid[local / 4 + i] == 0xf && cells[i].split == 0;
      if (plain) {
        for (unsigned i = 0; i < Size / 4; i++)
          judge_entry<true>(cells[i].entry, *t, pc, who, address + 4 * i, 4, reads_too);
        return;
      }
    } else if (offset < region_size && granules[offset / granule] == 1 && !ranges_unordered &&
               (offset & 3) == 0) {
      Cell* cells = cell_of(offset);
      bool plain = true;
      for (unsigned i = 0; i < Size / 4; i++)
        plain = plain && cells[i].split == 0;
      if (plain) {
        for (unsigned i = 0; i < Size / 4; i++)
          judge_entry<false>(cells[i].entry, *t, pc, who, address + 4 * i, 4, reads_too);
        return;
      }
    }
  }
  judge_device(address, Size, *t, pc, who, reads_too);
}

/// volatile is a relaxed access of system scope on global memory (PTX ISA, ld.volatile); in shared memory it
/// orders nothing between lanes, so there it is judged as a plain access.
template <unsigned Size, bool Write> void volatile_access(void* p, std::uint32_t pc) {
  const auto address = reinterpret_cast<std::uintptr_t>(p);
  Thread* t = self;
  if (t == nullptr || address - region_base < arena_bytes) {
    access<Size, Write, false>(p, pc);
  } else {
    AccessKind kind;
    kind.write = Write;
    kind.atomic = true;
    judge(address, Size, kind, pc);
    synchronise_volatile(address, Write);
  }
  if (t != nullptr && !Write && ++t->polls > 256) yield_to_others();
}

void range(void* p, std::size_t size, bool write, std::uint32_t pc) {
  auto address = reinterpret_cast<std::uintptr_t>(p);
  if (self == nullptr && address - region_base >= region_size) return;
  while (size > 0) {
    const auto part = static_cast<unsigned>(size < 16                  ? size
                                            : 16 - address % 16 < size ? 16 - address % 16
                                                                       : size);
    AccessKind kind;
    kind.write = write;
    judge(address, part, kind, pc);
    address += part;
    size -= part;
  }
}

} // namespace

} // namespace burler::cudahost

using namespace burler::cudahost; // NOLINT

#define BURLER_ACCESS(N)                                                                                     \
  void __tsan_read##N(void* p) { access<N, false, true>(p, BURLER_PC); }                                     \
  void __tsan_write##N(void* p) { access<N, true, true>(p, BURLER_PC); }                                     \
  void __tsan_read_write##N(void* p) { access<N, true, true>(p, BURLER_PC, true); }                          \
  void __tsan_volatile_read##N(void* p) { volatile_access<N, false>(p, BURLER_PC); }                         \
  void __tsan_volatile_write##N(void* p) { volatile_access<N, true>(p, BURLER_PC); }                         \
  void __tsan_unaligned_read##N(void* p) { access<N, false, false>(p, BURLER_PC); }                          \
  void __tsan_unaligned_write##N(void* p) { access<N, true, false>(p, BURLER_PC); }                          \
  void __tsan_unaligned_read_write##N(void* p) { access<N, true, false>(p, BURLER_PC, true); }               \
  void __tsan_unaligned_volatile_read##N(void* p) { volatile_access<N, false>(p, BURLER_PC); }               \
  void __tsan_unaligned_volatile_write##N(void* p) { volatile_access<N, true>(p, BURLER_PC); }

extern "C" {
BURLER_ACCESS(1)
BURLER_ACCESS(2)
BURLER_ACCESS(4)
BURLER_ACCESS(8)
BURLER_ACCESS(16)
void __tsan_read_range(void* p, std::size_t n) { range(p, n, false, BURLER_PC); }
void __tsan_write_range(void* p, std::size_t n) { range(p, n, true, BURLER_PC); }
void __tsan_vptr_read(void** p) { access<8, false, true>(p, BURLER_PC); }
void __tsan_vptr_update(void** p, void*) { access<8, true, true>(p, BURLER_PC); }
void* __tsan_memcpy(void* to, const void* from, std::size_t n) {
  range(const_cast<void*>(from), n, false, BURLER_PC);
  range(to, n, true, BURLER_PC);
  return std::memcpy(to, from, n);
}
void* __tsan_memmove(void* to, const void* from, std::size_t n) {
  range(const_cast<void*>(from), n, false, BURLER_PC);
  range(to, n, true, BURLER_PC);
  return std::memmove(to, from, n);
}
void* __tsan_memset(void* p, int value, std::size_t n) {
  range(p, n, true, BURLER_PC);
  return std::memset(p, value, n);
}
void __tsan_init() {}
void __tsan_func_entry(void*) {}
void __tsan_func_exit() {}
void __tsan_ignore_thread_begin() {}
void __tsan_ignore_thread_end() {}
}

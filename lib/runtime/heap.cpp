// The heap: fresh memory has no past, freeing is a write, and blocks name the objects in them.
#include "runtime/accesses.h"
#include "runtime/checkpoint.h"
#include "runtime/fault.h"
#include "runtime/real.h"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <malloc.h>
#include <sys/mman.h>
#include <unistd.h>

extern "C" {
void* __libc_malloc(std::size_t);
void __libc_free(void*);
void* __libc_calloc(std::size_t, std::size_t);
void* __libc_realloc(void*, std::size_t);
void* __libc_memalign(std::size_t, std::size_t);
}

using namespace burler::runtime;

namespace {

void* allocated(void* block, std::size_t size, std::uint64_t pc) {
  Entry me;
  if (!me || !block) return block;
  const auto begin = reinterpret_cast<std::uint64_t>(block);
  if (g.threads.size() > 1) g.races.forget(begin, malloc_usable_size(block));
  g.blocks.get(begin) = {size, pc, me->stack, me->ordinal};
  return block;
}

void release(void* block, std::uint64_t pc) {
  Entry me;
  if (!me || !block) return;
  const auto begin = reinterpret_cast<std::uint64_t>(block);
  const std::size_t size = malloc_usable_size(block);
  freed(*me, begin, size, pc);
  forget_objects(begin, begin + size);
  g.blocks.erase(begin);
}

/// realloc() of a block that stays.
void* moved(const void* block, std::size_t size) {
  if (size == 0) return nullptr;
  void* fresh = __libc_malloc(size);
  const std::size_t old = malloc_usable_size(const_cast<void*>(block));
  return fresh ? std::memcpy(fresh, block, old < size ? old : size) : nullptr;
}

} // namespace

// Weak: a program that brings its own allocator keeps it, and we know less about its heap.
#define BURLER_HEAP extern "C" __attribute__((visibility("default"), weak))
BURLER_HEAP void* malloc(std::size_t size) noexcept {
  if (allocation_fails(BURLER_PC())) return nullptr;
  return allocated(__libc_malloc(size), size, BURLER_PC());
}
BURLER_HEAP void* calloc(std::size_t n, std::size_t size) noexcept {
  if (allocation_fails(BURLER_PC())) return nullptr;
  return allocated(__libc_calloc(n, size), n * size, BURLER_PC());
}
BURLER_HEAP void free(void* block) noexcept {
  release(block, BURLER_PC());
  if (!kept_for_checkpoint(block)) __libc_free(block);
}
BURLER_HEAP void* realloc(void* block, std::size_t size) noexcept {
  if (size && allocation_fails(BURLER_PC())) return nullptr;
  if (size || !block) release(block, BURLER_PC());
  if (kept_for_checkpoint(block)) return allocated(moved(block, size), size, BURLER_PC());
  return allocated(__libc_realloc(block, size), size, BURLER_PC());
}
BURLER_HEAP void* memalign(std::size_t alignment, std::size_t size) noexcept {
  if (allocation_fails(BURLER_PC())) return nullptr;
  return allocated(__libc_memalign(alignment, size), size, BURLER_PC());
}
BURLER_HEAP void* aligned_alloc(std::size_t alignment, std::size_t size) noexcept {
  if (allocation_fails(BURLER_PC())) return nullptr;
  return allocated(__libc_memalign(alignment, size), size, BURLER_PC());
}
BURLER_HEAP int posix_memalign(void** out, std::size_t alignment, std::size_t size) noexcept {
  if (allocation_fails(BURLER_PC())) return ENOMEM;
  void* block = allocated(__libc_memalign(alignment, size), size, BURLER_PC());
  if (!block) return ENOMEM;
  *out = block;
  return 0;
}

BURLER_EXPORT int munmap(void* begin, std::size_t size) noexcept {
  Entry me;
  if (me && !g.alone) {
    g.races.forget(reinterpret_cast<std::uint64_t>(begin), size);
    forget_objects(reinterpret_cast<std::uint64_t>(begin), reinterpret_cast<std::uint64_t>(begin) + size);
  }
  return static_cast<int>(BURLER_REAL(syscall)(11, begin, size));
}

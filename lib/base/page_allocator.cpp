#include "base/page_allocator.h"

#include <cstdint>
#include <cstring>
#include <sys/mman.h>
#include <unistd.h>

namespace burler {

namespace {

constexpr std::size_t smallest_bits = 4;
constexpr std::size_t largest_bits = 16;
constexpr std::size_t chunk_bytes = 1 << 18;

struct FreeBlock {
  FreeBlock* next;
};

// State of the allocator: process-wide by nature, like the heap it stands in for.
constinit FreeBlock* free_lists[largest_bits + 1] = {};
constinit char* chunk = nullptr;
constinit std::size_t chunk_left = 0;

std::size_t class_of(std::size_t bytes) {
  if (bytes <= 16) return smallest_bits;
  return 64 - static_cast<std::size_t>(__builtin_clzll(bytes - 1));
}

void* map(std::size_t bytes) {
  void* memory = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) {
    constexpr char text[] =
        "burler: out of memory in the explore runtime; use fewer threads or shorter runs\n";
    [[maybe_unused]] const auto written = write(2, text, sizeof text - 1);
    _exit(3);
  }
  return memory;
}

} // namespace

void* page_allocate(std::size_t bytes) {
  const std::size_t index = class_of(bytes);
  if (index > largest_bits) return map(bytes);
  if (FreeBlock* block = free_lists[index]) {
    free_lists[index] = block->next;
    std::memset(static_cast<void*>(block), 0, std::size_t{1} << index);
    return block;
  }
  const std::size_t size = std::size_t{1} << index;
  if (chunk_left < size) {
    chunk = static_cast<char*>(map(chunk_bytes));
    chunk_left = chunk_bytes;
  }
  void* memory = chunk;
  chunk += size;
  chunk_left -= size;
  return memory;
}

void page_release(void* memory, std::size_t bytes) {
  if (!memory) return;
  const std::size_t index = class_of(bytes);
  if (index > largest_bits) {
    munmap(memory, bytes);
    return;
  }
  auto* block = static_cast<FreeBlock*>(memory);
  block->next = free_lists[index];
  free_lists[index] = block;
}

} // namespace burler

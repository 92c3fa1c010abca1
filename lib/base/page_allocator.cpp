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
constexpr std::size_t marked_chunk_bytes = 1 << 24; ///< reserved, backed where touched

struct FreeBlock {
  FreeBlock* next;
};
/// In front of each chunk of small blocks and of each large block; a list, so that all can be copied.
struct alignas(16) Region {
  Region* next;
  Region** link;     ///< what points here
  std::size_t bytes; ///< mapped, with this header
  std::size_t used;  ///< chunk: handed out so far, with this header; large block: all
};

struct Allocator {
  FreeBlock* free_lists[largest_bits + 1] = {};
  Region* chunk = nullptr; ///< the one that is being handed out; the filled ones follow
  Region* large = nullptr;
};
/// What page_rewind needs: a copy of everything that was in use at the mark.
struct Mark {
  Allocator then;
  std::size_t bytes;
  char* copy; ///< the contents of the regions of `then`, one after the other
};

// State of the allocator: process-wide by nature, like the heap it stands in for.
constinit Allocator now{};
constinit Mark* mark = nullptr;

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

Region* add_region(Region*& list, std::size_t bytes) {
  auto* region = static_cast<Region*>(map(bytes));
  *region = {list, &list, bytes, sizeof(Region)};
  if (list) list->link = &region->next;
  list = region;
  return region;
}

void remove(Region* region) {
  *region->link = region->next;
  if (region->next) region->next->link = region->link;
  munmap(region, region->bytes);
}

void* from_chunk(std::size_t size) {
  if (!now.chunk || now.chunk->bytes - now.chunk->used < size) add_region(now.chunk, chunk_bytes);
  void* memory = reinterpret_cast<char*>(now.chunk) + now.chunk->used;
  now.chunk->used += size;
  return memory;
}

/// Was the region there at the mark? Such memory goes back only by rewinding.
bool marked(const Region* wanted) {
  if (!mark) return false;
  for (const Region* region = mark->then.large; region; region = region->next)
    if (region == wanted) return true;
  return false;
}

template <typename F> void each_region(const Allocator& allocator, F f) {
  for (Region* list : {allocator.chunk, allocator.large})
    for (Region* region = list; region; region = region->next)
      f(region);
}

} // namespace

void* page_allocate(std::size_t bytes) {
  const std::size_t index = class_of(bytes);
  if (index > largest_bits) {
    Region* region = add_region(now.large, bytes + sizeof(Region));
    region->used = region->bytes;
    return region + 1;
  }
  if (FreeBlock* block = now.free_lists[index]) {
    now.free_lists[index] = block->next;
    std::memset(static_cast<void*>(block), 0, std::size_t{1} << index);
    return block;
  }
  return from_chunk(std::size_t{1} << index);
}

void page_release(void* memory, std::size_t bytes) {
  if (!memory) return;
  const std::size_t index = class_of(bytes);
  if (index > largest_bits) {
    Region* region = static_cast<Region*>(memory) - 1;
    if (!marked(region)) remove(region);
    return;
  }
  auto* block = static_cast<FreeBlock*>(memory);
  block->next = now.free_lists[index];
  now.free_lists[index] = block;
}

std::size_t page_mark() {
  auto* made = static_cast<Mark*>(map(sizeof(Mark)));
  made->then = now;
  each_region(now, [&](const Region* region) { made->bytes += region->used; });
  made->copy = static_cast<char*>(map(made->bytes + 1));
  char* to = made->copy;
  each_region(now, [&](const Region* region) {
    std::memcpy(to, region, region->used);
    to += region->used;
  });
  now = {};
  add_region(now.chunk, marked_chunk_bytes);
  for (std::size_t i = 0; i <= largest_bits; ++i)
    now.free_lists[i] = made->then.free_lists[i];
  mark = made;
  return made->bytes;
}

void page_rewind() {
  while (now.large)
    remove(now.large);
  while (now.chunk->next)
    remove(now.chunk);
  std::memset(static_cast<void*>(now.chunk + 1), 0, now.chunk->used - sizeof(Region));
  now.chunk->used = sizeof(Region);
  for (std::size_t i = 0; i <= largest_bits; ++i)
    now.free_lists[i] = mark->then.free_lists[i];
  const char* from = mark->copy;
  each_region(mark->then, [&](Region* region) {
    const std::size_t used = reinterpret_cast<const Region*>(from)->used;
    std::memcpy(static_cast<void*>(region), from, used);
    from += used;
  });
}

} // namespace burler

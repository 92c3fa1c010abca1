#include "cudahost/engine/shadow.h"

#include <cstdio>
#include <cstdlib>
#include <deque>
#include <sys/mman.h>

namespace burler::cudahost {

Segment* segments = nullptr;
std::uint32_t segment_count = 0;
unsigned char* granules = nullptr;

namespace {

constexpr std::size_t max_segments = std::size_t{1} << 31;

struct FourEntries {
  Entry bytes[4];
};

std::deque<FourEntries>& splits() {
  static std::deque<FourEntries> pool;
  return pool;
}

void* reserve(std::uintptr_t at, std::size_t size) {
  const int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | (at != 0 ? MAP_FIXED_NOREPLACE : 0);
  void* p = mmap(reinterpret_cast<void*>(at), size, PROT_READ | PROT_WRITE, flags, -1, 0);
  if (p == MAP_FAILED || (at != 0 && p != reinterpret_cast<void*>(at))) {
    std::fprintf(stderr, "burler cuda: cannot reserve %zu GiB of address space; raise 'ulimit -v'\n",
                 size >> 30);
    std::_Exit(70);
  }
  madvise(p, size, MADV_DONTDUMP);
  return p;
}

bool ready = false;

} // namespace

void reserve_address_space() {
  if (ready) return;
  reserve(region_base, region_size);
  reserve(shadow_base, region_size / 4 * sizeof(Cell));
  segments = static_cast<Segment*>(reserve(0, max_segments * sizeof(Segment)));
  granules = static_cast<unsigned char*>(reserve(0, region_size / granule));
  ready = true;
}

bool address_space_ready() { return ready; }

Entry* split_entries(Cell& cell) {
  auto& pool = splits();
  if (cell.split == 0) {
    pool.push_back({{cell.entry, cell.entry, cell.entry, cell.entry}});
    cell.split = static_cast<std::uint32_t>(pool.size());
  }
  return pool[cell.split - 1].bytes;
}

std::uint32_t new_segment(const Segment& segment) {
  if (segment_count + 1 >= max_segments) {
    std::fprintf(stderr, "burler cuda: more than 2^31 barrier intervals; run a smaller input\n");
    std::_Exit(70);
  }
  segments[++segment_count] = segment;
  return segment_count;
}

} // namespace burler::cudahost

#include "cudahost/engine/memory.h"

#include "cudahost/engine/shadow.h"

#include <algorithm>
#include <cstring>
#include <sys/mman.h>

namespace burler::cudahost {

namespace {

void mark(std::uintptr_t base, std::size_t size, unsigned char whole, unsigned char part) {
  const std::size_t first = (base - region_base) / granule, count = size / granule;
  std::memset(granules + first, whole, count);
  if (size % granule != 0) granules[first + count] = part;
}

/// "&d_x, n * sizeof(float)" -> "d_x"; "(void**)&ctx->buf, n" -> "ctx->buf".
std::string spelling(const char* arguments) {
  std::string text;
  int depth = 0;
  for (const char* c = arguments; *c != 0 && !(*c == ',' && depth == 0); c++) {
    depth += *c == '(' || *c == '[' ? 1 : *c == ')' || *c == ']' ? -1 : 0;
    text += *c;
  }
  const std::size_t amp = text.rfind('&');
  if (amp != std::string::npos) text = text.substr(amp + 1);
  while (!text.empty() && (text.front() == ' ' || text.front() == '('))
    text.erase(0, 1);
  while (!text.empty() && (text.back() == ' ' || text.back() == ')'))
    text.pop_back();
  return text;
}

} // namespace

// Variables live in the program's data; the last quarter of the region lends them shadow.
Memory::Memory() : next_alias_(region_base + region_size / 4 * 3) {}

void* Memory::allocate(std::size_t size, Space space, const char* name, std::uint32_t pc) {
  if (size > device_memory - std::min(used_, device_memory)) return nullptr;
  // A gap that grows with the block catches indices that are off by a row, not only by one.
  const std::size_t gap = std::max<std::size_t>(16 * granule, size / 8);
  const std::size_t span = (size + gap + granule - 1) / granule * granule;
  if (next_ == 0) next_ = region_base + arena_bytes + 16 * granule;
  if (next_ + span >= region_base + region_size / 4 * 3) return nullptr;
  Allocation a;
  a.base = next_;
  a.size = size;
  a.space = space;
  a.name = spelling(name);
  a.pc = pc;
  next_ += span;
  used_ += size;
  mark(a.base, size, 1, 2);
  void* p = reinterpret_cast<void*>(a.base);
  allocations_.emplace(a.base, std::move(a));
  return p;
}

Allocation* Memory::exact(const void* p) {
  auto it = allocations_.find(reinterpret_cast<std::uintptr_t>(p));
  return it == allocations_.end() ? nullptr : &it->second;
}

Allocation* Memory::at(std::uintptr_t address) {
  auto it = allocations_.upper_bound(address);
  if (it == allocations_.begin()) return nullptr;
  Allocation& a = std::prev(it)->second;
  if (address - region_base < region_size) return a.base >= region_base ? &a : nullptr;
  return inside(a, address, 1) ? &a : nullptr;
}

void Memory::release(Allocation& allocation, std::uint32_t pc) {
  allocation.freed = true;
  allocation.free_pc = pc;
  used_ -= allocation.size;
  mark(allocation.base, allocation.size, 3, 3);
  if (allocation.size < 4096) return;
  const std::uintptr_t end = (allocation.base + allocation.size) & ~std::uintptr_t{4095};
  const std::uintptr_t begin = (allocation.base + 4095) & ~std::uintptr_t{4095};
  if (begin < end) madvise(reinterpret_cast<void*>(begin), end - begin, MADV_DONTNEED);
  const auto shadow_begin =
      (reinterpret_cast<std::uintptr_t>(cell_of(begin - region_base)) + 4095) & ~std::uintptr_t{4095};
  const auto shadow_end =
      reinterpret_cast<std::uintptr_t>(cell_of(end - region_base)) & ~std::uintptr_t{4095};
  if (shadow_begin < shadow_end)
    madvise(reinterpret_cast<void*>(shadow_begin), shadow_end - shadow_begin, MADV_DONTNEED);
}

void Memory::add_variable(const void* address, std::size_t size, const char* name, int space,
                          const char* file, int line) {
  Allocation a;
  a.base = reinterpret_cast<std::uintptr_t>(address);
  a.size = size;
  a.space = space == burler_space_constant  ? Space::constant
            : space == burler_space_managed ? Space::managed
                                            : Space::device;
  a.name = name;
  a.variable = true;
  a.file = file;
  a.line = static_cast<unsigned>(line);
  a.alias = next_alias_;
  next_alias_ += (size + 2 * granule) / granule * granule;
  variables_low_ = std::min(variables_low_, a.base);
  variables_high_ = std::max(variables_high_, a.base + size);
  allocations_.emplace(a.base, std::move(a));
}

Memory& memory() {
  static Memory instance;
  return instance;
}

} // namespace burler::cudahost

#include "cudahost/engine/shared_memory.h"

#include "cudahost/engine/results.h"

#include <algorithm>
#include <cstring>

namespace burler::cudahost {

unsigned char shared_valid[arena_size / 4];

namespace {

constexpr std::size_t red_zone = 64;
std::size_t marked = 0; // bytes of shared_valid that an earlier launch may have set

void mark(std::size_t offset, std::size_t size) {
  for (std::size_t i = offset; i < offset + size;) {
    if (i % 4 == 0 && i + 4 <= offset + size) {
      shared_valid[i / 4] = 0xf;
      i += 4;
    } else {
      shared_valid[i / 4] |= static_cast<unsigned char>(1u << i % 4);
      i++;
    }
  }
  marked = std::max(marked, offset + size);
}

} // namespace

bool start_shared_layout(Launch& current, std::size_t dynamic) {
  if (dynamic > max_dynamic_shared) return false;
  std::memset(shared_valid, 0, marked / 4 + 1);
  marked = 0;
  mark(0, dynamic);
  current.dynamic_shared = dynamic;
  current.shared_used = dynamic;
  return true;
}

const burler_shared_site* shared_site_at(const Launch& current, std::size_t offset) {
  const burler_shared_site* best = nullptr;
  for (const burler_shared_site* site : current.sites)
    if (site->offset <= offset && (best == nullptr || site->offset >= best->offset)) best = site;
  return best;
}

} // namespace burler::cudahost

using namespace burler::cudahost;

extern "C" void* burler_shared_address(burler_shared_site* site) {
  if (self == nullptr) return nullptr;
  const std::uintptr_t arena = arena_address(self->block->arena);
  if (site->launch == launch->number) return reinterpret_cast<void*>(arena + site->offset);
  site->launch = launch->number;
  if (site->dynamic != 0) {
    site->offset = 0;
  } else {
    const std::size_t align = std::max<std::size_t>(site->alignment, 16);
    site->offset = (launch->shared_used + red_zone + align - 1) / align * align;
    if (site->offset + site->size + red_zone > arena_size) {
      emit_fact("failure", "shared memory",
                std::string(site->name) + " does not fit: a block has at most 227 KiB");
      abort_kernel(cudaErrorLaunchOutOfResources);
    }
    mark(site->offset, site->size);
    std::memset(reinterpret_cast<void*>(arena + launch->shared_used), 0xff,
                site->offset + site->size - launch->shared_used);
    launch->shared_used = site->offset + site->size;
  }
  launch->sites.push_back(site);
  return reinterpret_cast<void*>(arena + site->offset);
}

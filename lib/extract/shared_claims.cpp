#include "extract/shared_claims.h"

#include <sys/mman.h>

namespace burler::extract {

SharedClaims::SharedClaims() {
  void* memory =
      mmap(nullptr, slots * sizeof(Slot), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  // Zeroed pages are valid lock-free atomics.
  if (memory != MAP_FAILED) table_ = static_cast<Slot*>(memory);
}

SharedClaims::~SharedClaims() {
  if (table_ != nullptr) munmap(static_cast<void*>(table_), slots * sizeof(Slot));
}

bool SharedClaims::claim(std::uint64_t function, std::uint64_t unit) {
  if (table_ == nullptr) return true;
  const std::uint64_t key = function | 1; // 0 is an empty slot
  for (std::size_t probe = 0; probe < 256; ++probe) {
    Slot& slot = table_[(key + probe) % slots];
    std::uint64_t found = 0;
    if (!slot.function.compare_exchange_strong(found, key) && found != key) continue;
    const std::uint64_t ours = ~unit;
    std::uint64_t best = slot.rank.load();
    while (best < ours && !slot.rank.compare_exchange_weak(best, ours)) {
    }
    return best <= ours;
  }
  return true;
}

void SharedClaims::release(std::uint64_t unit) {
  for (std::size_t i = 0; table_ != nullptr && i < slots; ++i) {
    std::uint64_t rank = ~unit;
    table_[i].rank.compare_exchange_strong(rank, 0);
  }
}

} // namespace burler::extract

#include "extract/shared_claims.h"

#include "base/hash.h"

#include <sys/mman.h>

namespace burler::extract {

SharedClaims::SharedClaims() {
  void* memory =
      mmap(nullptr, slots * sizeof(std::uint64_t), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  // Zeroed pages are valid lock-free atomics.
  if (memory != MAP_FAILED) table_ = static_cast<std::atomic<std::uint64_t>*>(memory);
}

SharedClaims::~SharedClaims() {
  if (table_ != nullptr) munmap(static_cast<void*>(table_), slots * sizeof(std::uint64_t));
}

bool SharedClaims::claim(std::string_view name) {
  if (table_ == nullptr) return true;
  const std::uint64_t key = StableHash().add(name).value() | 1; // 0 is an empty slot
  for (std::size_t probe = 0; probe < 256; ++probe) {
    std::uint64_t found = 0;
    if (table_[(key + probe) % slots].compare_exchange_strong(found, key)) return true;
    if (found == key) return false;
  }
  return true;
}

} // namespace burler::extract

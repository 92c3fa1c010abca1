// A hash map from 64-bit keys (not 0) to trivially copyable values on page_allocator memory: open addressing
// with linear probing, at most half full, back-shift deletion.
#pragma once

#include "base/page_allocator.h"

#include <cstdint>
#include <type_traits>

namespace burler {

template <typename V> class PlainMap {
  static_assert(std::is_trivially_copyable_v<V>);

public:
  PlainMap() = default;
  PlainMap(const PlainMap&) = delete;
  PlainMap& operator=(const PlainMap&) = delete;
  ~PlainMap() { page_release(slots_, bytes()); }

  std::uint32_t size() const { return size_; }

  /// Null when there is none. Pointers live until the next insertion or erasure.
  V* find(std::uint64_t key) {
    if (!slots_) return nullptr;
    for (std::uint64_t i = home(key);; i = (i + 1) & mask_) {
      if (slots_[i].key == key) return &slots_[i].value;
      if (slots_[i].key == 0) return nullptr;
    }
  }
  /// Finds, or inserts a zero value.
  V& get(std::uint64_t key) {
    if (V* found = find(key)) return *found;
    if (!slots_ || (size_ + 1) * 2 > mask_ + 1) grow();
    ++size_;
    Slot& slot = free_slot(key);
    slot.key = key;
    slot.value = V{};
    return slot.value;
  }
  void erase(std::uint64_t key) {
    if (!slots_) return;
    std::uint64_t hole = home(key);
    while (slots_[hole].key != key) {
      if (slots_[hole].key == 0) return;
      hole = (hole + 1) & mask_;
    }
    --size_;
    for (std::uint64_t i = (hole + 1) & mask_; slots_[i].key != 0; i = (i + 1) & mask_) {
      if (((i - home(slots_[i].key)) & mask_) >= ((i - hole) & mask_)) {
        slots_[hole] = slots_[i];
        hole = i;
      }
    }
    slots_[hole].key = 0;
  }
  void clear() {
    page_release(slots_, bytes());
    slots_ = nullptr;
    mask_ = 0;
    size_ = 0;
  }
  template <typename F> void each(F f) {
    for (std::uint64_t i = 0; slots_ && i <= mask_; ++i)
      if (slots_[i].key) f(slots_[i].key, slots_[i].value);
  }

private:
  struct Slot {
    std::uint64_t key;
    V value;
  };
  std::uint64_t home(std::uint64_t key) const {
    key *= 0x9e3779b97f4a7c15ULL;
    return (key ^ (key >> 32)) & mask_;
  }
  std::uint64_t bytes() const { return slots_ ? (mask_ + 1) * sizeof(Slot) : 0; }
  Slot& free_slot(std::uint64_t key) {
    std::uint64_t i = home(key);
    while (slots_[i].key)
      i = (i + 1) & mask_;
    return slots_[i];
  }
  void grow() {
    Slot* old = slots_;
    const std::uint64_t old_count = old ? mask_ + 1 : 0;
    const std::uint64_t count = old ? old_count * 2 : 16;
    slots_ = static_cast<Slot*>(page_allocate(count * sizeof(Slot)));
    mask_ = count - 1;
    for (std::uint64_t i = 0; i < old_count; ++i)
      if (old[i].key) free_slot(old[i].key) = old[i];
    page_release(old, old_count * sizeof(Slot));
  }

  Slot* slots_ = nullptr;
  std::uint64_t mask_ = 0;
  std::uint32_t size_ = 0;
};

} // namespace burler

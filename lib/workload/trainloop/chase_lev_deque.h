// The work-stealing deque of Chase and Lev (Dynamic circular work-stealing deque, SPAA 2005), with a fixed
// array. Its owner pushes and takes at the bottom, others steal from the top. Orders after Lê, Pop, Cohen and
// Zappa Nardelli (Correct and efficient work-stealing for weak memory models, PPoPP 2013), with sequentially
// consistent accesses of the two indices in the place of their fences.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace burler::workload {

/// Holds pointers and owns nothing. All operations are constant-time and never wait.
template <class T> class ChaseLevDeque {
public:
  explicit ChaseLevDeque(std::size_t capacity) : slots_(capacity) {}

  /// Owner only. False when the deque is full. Publishes what the owner did before.
  bool push(T* item) {
    const std::int64_t bottom = bottom_.load(std::memory_order_relaxed);
    if (bottom - top_.load(std::memory_order_acquire) >= static_cast<std::int64_t>(slots_.size()))
      return false;
    slot(bottom).store(item, std::memory_order_relaxed);
    bottom_.store(bottom + 1, std::memory_order_release);
    return true;
  }

  /// Owner only: the item pushed last, null when there is none.
  T* take() {
    const std::int64_t bottom = bottom_.load(std::memory_order_relaxed) - 1;
    bottom_.store(bottom, std::memory_order_seq_cst); // claims the item before looking who else wants it
    std::int64_t top = top_.load(std::memory_order_seq_cst);
    if (top > bottom) { // empty
      bottom_.store(bottom + 1, std::memory_order_release);
      return nullptr;
    }
    T* item = slot(bottom).load(std::memory_order_relaxed);
    if (top < bottom) return item;
    // The last one: thieves want it too.
    if (!top_.compare_exchange_strong(top, top + 1, std::memory_order_seq_cst)) item = nullptr;
    bottom_.store(bottom + 1, std::memory_order_release);
    return item;
  }

  /// Anybody: the oldest item; null when there is none or another thread was faster.
  T* steal() {
    std::int64_t top = top_.load(std::memory_order_seq_cst);
    if (top >= bottom_.load(std::memory_order_seq_cst)) return nullptr;
    T* item = slot(top).load(std::memory_order_relaxed); // a slot is used again only after top has moved on
    if (!top_.compare_exchange_strong(top, top + 1, std::memory_order_seq_cst)) return nullptr;
    return item;
  }

private:
  std::atomic<T*>& slot(std::int64_t i) { return slots_[static_cast<std::size_t>(i) % slots_.size()]; }

  std::atomic<std::int64_t> top_{0}; ///< only grows, so that a stale one never matches again
  std::atomic<std::int64_t> bottom_{0};
  std::vector<std::atomic<T*>> slots_;
};

} // namespace burler::workload

// A bounded first-in-first-out queue between the loader and the workers: a mutex and two condition variables.
#pragma once

#include "workload/trainloop/batch.h"

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <optional>

namespace burler::workload {

class BatchQueue {
public:
  explicit BatchQueue(std::size_t capacity); ///< capacity > 0
  BatchQueue(const BatchQueue&) = delete;
  BatchQueue& operator=(const BatchQueue&) = delete;

  /// Waits while the queue is full. False, and the batch is dropped, when the queue is closed.
  bool push(Batch batch);
  /// Waits while the queue is empty. Nothing when it is closed and drained.
  std::optional<Batch> pop();
  /// Wakes everybody; batches already inside can still be popped. May be called more than once.
  void close();
  std::size_t size() const;

private:
  const std::size_t capacity_;
  mutable std::mutex mutex_; ///< guards the following two
  std::deque<Batch> batches_;
  bool closed_ = false;
  std::condition_variable not_full_;
  std::condition_variable not_empty_;
};

} // namespace burler::workload

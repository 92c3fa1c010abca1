#include "workload/trainloop/batch_queue.h"

#include <stdexcept>
#include <utility>

namespace burler::workload {

BatchQueue::BatchQueue(std::size_t capacity) : capacity_(capacity) {}

bool BatchQueue::push(Batch batch) {
  std::unique_lock<std::mutex> lock(mutex_);
  while (batches_.size() >= capacity_ && !closed_)
    not_full_.wait(lock);
  if (closed_) return false;
  batches_.push_back(std::move(batch));
  lock.unlock();
  not_empty_.notify_one();
  return true;
}

std::optional<Batch> BatchQueue::pop() {
  std::unique_lock<std::mutex> lock(mutex_);
  while (batches_.empty() && !closed_)
    not_empty_.wait(lock);
  if (batches_.empty()) {
    if (!closed_) throw std::logic_error("BatchQueue::pop woke up without a batch and without a close");
    return std::nullopt;
  }
  Batch batch = std::move(batches_.front());
  batches_.pop_front();
  lock.unlock();
  not_full_.notify_one();
  return batch;
}

void BatchQueue::close() {
  {
    std::lock_guard<std::mutex> lock(mutex_);
    closed_ = true;
  }
  not_full_.notify_all();
  not_empty_.notify_all();
}

std::size_t BatchQueue::size() const {
  std::lock_guard<std::mutex> lock(mutex_);
  return batches_.size();
}

} // namespace burler::workload

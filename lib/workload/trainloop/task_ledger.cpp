#include "workload/trainloop/task_ledger.h"

#include <utility>

namespace burler::workload {

void TaskLedger::add() {
  std::lock_guard<std::mutex> lock(mutex_);
  ++left_;
}

void TaskLedger::run(const Task& task, std::size_t worker) noexcept {
  std::exception_ptr thrown;
  try {
    task(worker);
  } catch (...) {
    thrown = std::current_exception();
  }
  strike_off(std::move(thrown));
}

// Notifies under the lock, so that the ledger may end as soon as wait() has returned.
void TaskLedger::strike_off(std::exception_ptr thrown) {
  std::lock_guard<std::mutex> lock(mutex_);
  if (thrown && !first_thrown_) first_thrown_ = std::move(thrown);
  --left_;
  fewer_left_.notify_all();
}

void TaskLedger::wait() {
  std::unique_lock<std::mutex> lock(mutex_);
  while (left_ > 0)
    fewer_left_.wait(lock);
  if (first_thrown_) std::rethrow_exception(std::exchange(first_thrown_, nullptr));
}

void TaskLedger::wait_for_room(std::size_t count) {
  std::unique_lock<std::mutex> lock(mutex_);
  while (left_ >= count)
    fewer_left_.wait(lock);
}

} // namespace burler::workload

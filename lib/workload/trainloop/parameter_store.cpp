#include "workload/trainloop/parameter_store.h"

namespace burler::workload {

ParameterStore::ParameterStore(const Tensor& initial, const AdamWOptions& options)
    : parameters_(initial.clone()), optimizer_(initial.size(), options) {}

std::size_t ParameterStore::pull(Tensor& destination) const {
  std::lock_guard<std::mutex> lock(mutex_);
  destination.copy_from(parameters_);
  return step_;
}

std::size_t ParameterStore::push(const Tensor& gradient, double loss) {
  std::unique_lock<std::mutex> lock(mutex_);
  optimizer_.step(parameters_, gradient);
  const std::size_t step = ++step_;
  {
    std::lock_guard<std::mutex> history_lock(history_mutex_);
    history_.training.push_back({step, loss});
  }
  lock.unlock();
  advanced_.notify_all();
  return step;
}

void ParameterStore::record_validation(std::size_t step, double loss) {
  std::lock_guard<std::mutex> history_lock(history_mutex_);
  history_.validation.push_back({step, loss});
}

std::size_t ParameterStore::step() const {
  std::lock_guard<std::mutex> lock(mutex_);
  return step_;
}

Snapshot ParameterStore::snapshot() const {
  Snapshot taken;
  std::lock_guard<std::mutex> lock(mutex_);
  taken.step = step_;
  taken.parameters = parameters_.clone();
  return taken;
}

Snapshot ParameterStore::snapshot_with_history() const {
  Snapshot taken;
  std::lock_guard<std::mutex> lock(mutex_);
  std::lock_guard<std::mutex> history_lock(history_mutex_);
  taken.step = step_;
  taken.parameters = parameters_.clone();
  taken.history = history_;
  return taken;
}

LossHistory ParameterStore::history() const {
  std::lock_guard<std::mutex> history_lock(history_mutex_);
  return history_;
}

bool ParameterStore::wait_for_step(std::size_t step) const {
  std::unique_lock<std::mutex> lock(mutex_);
  while (step_ < step && !closed_)
    advanced_.wait(lock);
  return step_ >= step;
}

void ParameterStore::close() {
  {
    std::lock_guard<std::mutex> lock(mutex_);
    closed_ = true;
  }
  advanced_.notify_all();
}

} // namespace burler::workload

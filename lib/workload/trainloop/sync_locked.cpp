// One lock: the parameters, the optimiser step and the counter of steps change together under it. Loss
// records have a lock of their own, so that an evaluation does not delay workers.
//
// Lock order: mutex_ before history_mutex_.
#include "workload/trainloop/parameter_store.h"

#include <condition_variable>
#include <mutex>

namespace burler::workload {
namespace {

class SyncLocked final : public ParameterStore {
public:
  SyncLocked(const Tensor& initial, const AdamWOptions& options)
      : parameters_(initial.clone()), optimizer_(initial.size(), options) {}

  std::size_t pull(Tensor& destination) const override {
    std::lock_guard<std::mutex> lock(mutex_);
    destination.copy_from(parameters_);
    return step_;
  }

  std::size_t push(const Tensor& gradient, double loss) override {
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

  void record_validation(std::size_t step, double loss) override {
    std::lock_guard<std::mutex> history_lock(history_mutex_);
    history_.validation.push_back({step, loss});
  }

  std::size_t step() const override {
    std::lock_guard<std::mutex> lock(mutex_);
    return step_;
  }

  Snapshot snapshot() const override {
    Snapshot taken;
    std::lock_guard<std::mutex> lock(mutex_);
    taken.step = step_;
    taken.parameters = parameters_.clone();
    return taken;
  }

  Snapshot snapshot_with_history() const override {
    Snapshot taken;
    std::lock_guard<std::mutex> lock(mutex_);
    std::lock_guard<std::mutex> history_lock(history_mutex_);
    taken.step = step_;
    taken.parameters = parameters_.clone();
    taken.history = history_;
    return taken;
  }

  LossHistory history() const override {
    std::lock_guard<std::mutex> history_lock(history_mutex_);
    return history_;
  }

  bool wait_for_step(std::size_t step) const override {
    std::unique_lock<std::mutex> lock(mutex_);
    while (step_ < step && !closed_)
      advanced_.wait(lock);
    return step_ >= step;
  }

  void close() override {
    {
      std::lock_guard<std::mutex> lock(mutex_);
      closed_ = true;
    }
    advanced_.notify_all();
  }

private:
  mutable std::mutex mutex_; ///< guards the following four
  Tensor parameters_;
  AdamW optimizer_;
  std::size_t step_ = 0;
  bool closed_ = false;
  mutable std::condition_variable advanced_;
  mutable std::mutex history_mutex_; ///< guards history_
  LossHistory history_;
};

std::unique_ptr<ParameterStore> make(const Tensor& initial, const AdamWOptions& options) {
  return std::make_unique<SyncLocked>(initial, options);
}

} // namespace

extern const SyncEntry sync_locked;
const SyncEntry sync_locked{"locked", "one lock around every copy and every step", make};

} // namespace burler::workload

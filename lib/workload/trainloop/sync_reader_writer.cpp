// One reader-writer lock: copies run beside each other, a step excludes them. Everything the store has is
// under it, and who waits for a step waits as a reader.
#include "workload/trainloop/parameter_store.h"

#include <condition_variable>
#include <mutex>
#include <shared_mutex>

namespace burler::workload {
namespace {

class SyncReaderWriter final : public ParameterStore {
public:
  SyncReaderWriter(const Tensor& initial, const AdamWOptions& options)
      : parameters_(initial.clone()), optimizer_(initial.size(), options) {}

  std::size_t pull(Tensor& destination) const override {
    std::shared_lock<std::shared_mutex> reading(mutex_);
    destination.copy_from(parameters_);
    return step_;
  }

  std::size_t push(const Tensor& gradient, double loss) override {
    std::unique_lock<std::shared_mutex> writing(mutex_);
    optimizer_.step(parameters_, gradient);
    const std::size_t step = ++step_;
    history_.training.push_back({step, loss});
    writing.unlock();
    advanced_.notify_all();
    return step;
  }

  void record_validation(std::size_t step, double loss) override {
    std::unique_lock<std::shared_mutex> writing(mutex_);
    history_.validation.push_back({step, loss});
  }

  std::size_t step() const override {
    std::shared_lock<std::shared_mutex> reading(mutex_);
    return step_;
  }

  Snapshot snapshot() const override {
    Snapshot taken;
    std::shared_lock<std::shared_mutex> reading(mutex_);
    taken.step = step_;
    taken.parameters = parameters_.clone();
    return taken;
  }

  Snapshot snapshot_with_history() const override {
    Snapshot taken;
    std::shared_lock<std::shared_mutex> reading(mutex_);
    taken.step = step_;
    taken.parameters = parameters_.clone();
    taken.history = history_;
    return taken;
  }

  LossHistory history() const override {
    std::shared_lock<std::shared_mutex> reading(mutex_);
    return history_;
  }

  bool wait_for_step(std::size_t step) const override {
    std::shared_lock<std::shared_mutex> reading(mutex_);
    while (step_ < step && !closed_)
      advanced_.wait(reading);
    return step_ >= step;
  }

  void close() override {
    {
      std::unique_lock<std::shared_mutex> writing(mutex_);
      closed_ = true;
    }
    advanced_.notify_all();
  }

private:
  mutable std::shared_mutex mutex_; ///< guards the following five
  Tensor parameters_;
  AdamW optimizer_;
  std::size_t step_ = 0;
  bool closed_ = false;
  LossHistory history_;
  mutable std::condition_variable_any advanced_;
};

std::unique_ptr<ParameterStore> make(const Tensor& initial, const AdamWOptions& options) {
  return std::make_unique<SyncReaderWriter>(initial, options);
}

} // namespace

extern const SyncEntry sync_reader_writer;
const SyncEntry sync_reader_writer{"reader-writer", "copies share a lock, a step excludes them", make};

} // namespace burler::workload

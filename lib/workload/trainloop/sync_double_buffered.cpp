// Two copies of the parameters: readers take the front one, a step is computed into the back one, then the
// two change places. A reader pins its copy, so the lock is held for a few instructions only; a step waits
// for the readers that still have the copy it is about to overwrite.
//
// Lock order: writer_mutex_ before swap_mutex_.
#include "workload/trainloop/parameter_store.h"

#include <condition_variable>
#include <mutex>

namespace burler::workload {
namespace {

class SyncDoubleBuffered final : public ParameterStore {
public:
  SyncDoubleBuffered(const Tensor& initial, const AdamWOptions& options)
      : buffers_{{initial.clone(), 0}, {initial.clone(), 0}}, optimizer_(initial.size(), options) {}

  std::size_t pull(Tensor& destination) const override {
    const std::size_t mine = pin(nullptr);
    destination.copy_from(buffers_[mine].parameters);
    const std::size_t step = buffers_[mine].step;
    unpin(mine);
    return step;
  }

  std::size_t push(const Tensor& gradient, double loss) override {
    std::lock_guard<std::mutex> writing(writer_mutex_);
    const std::size_t back = wait_for_back();
    buffers_[back].parameters.copy_from(buffers_[1 - back].parameters);
    optimizer_.step(buffers_[back].parameters, gradient);
    const std::size_t step = buffers_[1 - back].step + 1;
    buffers_[back].step = step;
    swap_to(back, {step, loss});
    advanced_.notify_all();
    return step;
  }

  void record_validation(std::size_t step, double loss) override {
    std::lock_guard<std::mutex> lock(swap_mutex_);
    history_.validation.push_back({step, loss});
  }

  std::size_t step() const override {
    std::lock_guard<std::mutex> lock(swap_mutex_);
    return history_.training.size();
  }

  Snapshot snapshot() const override { return take(nullptr); }

  Snapshot snapshot_with_history() const override {
    LossHistory history;
    Snapshot taken = take(&history);
    taken.history = std::move(history);
    return taken;
  }

  LossHistory history() const override {
    std::lock_guard<std::mutex> lock(swap_mutex_);
    return history_;
  }

  bool wait_for_step(std::size_t step) const override {
    std::unique_lock<std::mutex> lock(swap_mutex_);
    while (history_.training.size() < step && !closed_)
      advanced_.wait(lock);
    return history_.training.size() >= step;
  }

  void close() override {
    {
      std::lock_guard<std::mutex> lock(swap_mutex_);
      closed_ = true;
    }
    advanced_.notify_all();
  }

private:
  struct Buffer {
    Tensor parameters;
    std::size_t step;
  };

  /// Keeps the front buffer as it is until unpin(); copies the losses up to it as well when asked to.
  std::size_t pin(LossHistory* history) const {
    std::lock_guard<std::mutex> lock(swap_mutex_);
    if (history) *history = history_;
    ++readers_[front_];
    return front_;
  }

  void unpin(std::size_t buffer) const {
    std::lock_guard<std::mutex> lock(swap_mutex_);
    --readers_[buffer];
    if (readers_[buffer] == 0) drained_.notify_one();
  }

  Snapshot take(LossHistory* history) const {
    const std::size_t mine = pin(history);
    Snapshot taken;
    taken.parameters = buffers_[mine].parameters.clone();
    taken.step = buffers_[mine].step;
    unpin(mine);
    return taken;
  }

  /// The back buffer, once its last reader has left. The caller holds writer_mutex_.
  std::size_t wait_for_back() {
    std::unique_lock<std::mutex> lock(swap_mutex_);
    const std::size_t back = 1 - front_;
    while (readers_[back] > 0)
      drained_.wait(lock);
    return back;
  }

  void swap_to(std::size_t back, LossPoint point) {
    std::lock_guard<std::mutex> lock(swap_mutex_);
    front_ = back;
    history_.training.push_back(point);
  }

  Buffer buffers_[2]; ///< the front one is never written; the back one only under writer_mutex_ and unpinned
  std::mutex writer_mutex_; ///< guards optimizer_
  AdamW optimizer_;
  mutable std::mutex swap_mutex_; ///< guards the following four
  std::size_t front_ = 0;
  mutable std::size_t readers_[2] = {0, 0};
  bool closed_ = false;
  LossHistory history_;
  mutable std::condition_variable advanced_;
  mutable std::condition_variable drained_;
};

std::unique_ptr<ParameterStore> make(const Tensor& initial, const AdamWOptions& options) {
  return std::make_unique<SyncDoubleBuffered>(initial, options);
}

} // namespace

extern const SyncEntry sync_double_buffered;
const SyncEntry sync_double_buffered{"double-buffered",
                                     "copies from the front, steps into the back, then a swap", make};

} // namespace burler::workload

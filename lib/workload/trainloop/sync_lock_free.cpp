// No lock around the parameters: workers read and update them element by element while others do the same, as
// in Hogwild! (Niu, Recht, Re and Wright, NIPS 2011). That the elements a reader gets are of different steps,
// and that the moments of two workers overwrite each other, is the method's bargain; that every element is an
// atomic is what makes it defined behaviour. Steps are counted and losses recorded under a lock that no copy
// and no update holds.
#include "workload/trainloop/parameter_store.h"

#include <atomic>
#include <cmath>
#include <mutex>
#include <vector>

namespace burler::workload {
namespace {

constexpr auto relaxed = std::memory_order_relaxed;

class SyncLockFree final : public ParameterStore {
public:
  SyncLockFree(const Tensor& initial, const AdamWOptions& options)
      : options_(options), parameters_(initial.size()), mean_(initial.size()), variance_(initial.size()) {
    for (std::size_t i = 0; i < parameters_.size(); ++i)
      parameters_[i].store(initial.values()[i], relaxed);
  }

  std::size_t pull(Tensor& destination) const override {
    const std::size_t step = step_;
    const std::span<float> into = destination.values();
    for (std::size_t i = 0; i < into.size(); ++i)
      into[i] = parameters_[i].load(relaxed);
    return step;
  }

  std::size_t push(const Tensor& gradient, double loss) override {
    update(gradient.values());
    std::size_t step = 0;
    {
      std::lock_guard<std::mutex> lock(history_mutex_);
      step = history_.training.size() + 1;
      history_.training.push_back({step, loss});
      step_ = step;
    }
    announce();
    return step;
  }

  void record_validation(std::size_t step, double loss) override {
    std::lock_guard<std::mutex> lock(history_mutex_);
    history_.validation.push_back({step, loss});
  }

  std::size_t step() const override { return step_; }

  Snapshot snapshot() const override {
    Snapshot taken;
    taken.parameters = Tensor(1, parameters_.size());
    taken.step = pull(taken.parameters);
    return taken;
  }

  Snapshot snapshot_with_history() const override {
    Snapshot taken = snapshot();
    std::lock_guard<std::mutex> lock(history_mutex_);
    taken.history = history_;
    taken.step = taken.history.training.size();
    return taken;
  }

  LossHistory history() const override {
    std::lock_guard<std::mutex> lock(history_mutex_);
    return history_;
  }

  bool wait_for_step(std::size_t step) const override {
    for (;;) {
      const int seen = news_; // before the test, so that news after it ends the wait
      if (step_ >= step) return true;
      if (closed_) return step_ >= step;
      news_.wait(seen);
    }
  }

  void close() override {
    closed_ = true;
    announce();
  }

private:
  using Atoms = std::vector<std::atomic<float>>;

  /// The formula of AdamW::step.
  void update(std::span<const float> gradient) {
    const float count = static_cast<float>(++updates_);
    const float correct1 = 1.0f - std::pow(options_.beta1, count);
    const float correct2 = 1.0f - std::pow(options_.beta2, count);
    for (std::size_t i = 0; i < gradient.size(); ++i) {
      const float g = gradient[i];
      const float m = options_.beta1 * mean_[i].load(relaxed) + (1.0f - options_.beta1) * g;
      const float v = options_.beta2 * variance_[i].load(relaxed) + (1.0f - options_.beta2) * g * g;
      mean_[i].store(m, relaxed);
      variance_[i].store(v, relaxed);
      const float change = m / correct1 / (std::sqrt(v / correct2) + options_.epsilon);
      const float decayed = change + options_.decay * parameters_[i].load(relaxed);
      parameters_[i].fetch_add(-(options_.rate * decayed), relaxed);
    }
  }

  void announce() {
    ++news_;
    news_.notify_all();
  }

  AdamWOptions options_;
  Atoms parameters_, mean_, variance_;
  std::atomic<unsigned> updates_{0}; ///< begun
  std::atomic<std::size_t> step_{0}; ///< finished and recorded
  std::atomic<bool> closed_{false};
  std::atomic<int> news_{0};         ///< changes whenever step_ or closed_ did
  mutable std::mutex history_mutex_; ///< guards history_
  LossHistory history_;
};

std::unique_ptr<ParameterStore> make(const Tensor& initial, const AdamWOptions& options) {
  return std::make_unique<SyncLockFree>(initial, options);
}

} // namespace

extern const SyncEntry sync_lock_free;
const SyncEntry sync_lock_free{"lock-free", "relaxed atomics, element by element (Hogwild)", make};

} // namespace burler::workload

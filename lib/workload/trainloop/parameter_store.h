// The one place that holds the parameters. Workers pull a copy, compute, and push a gradient; the optimiser
// step and the counter of steps change together, under one lock. Loss records have a lock of their own, so
// that an evaluation does not delay workers.
//
// Lock order: mutex_ before history_mutex_.
#pragma once

#include "workload/trainloop/adamw.h"
#include "workload/trainloop/loss_history.h"
#include "workload/trainloop/tensor.h"

#include <condition_variable>
#include <cstddef>
#include <mutex>

namespace burler::workload {

/// Parameters as they were after `step` steps, in storage that nobody else writes.
struct Snapshot {
  std::size_t step = 0;
  Tensor parameters;
  LossHistory history; ///< filled only by snapshot_with_history()
};

class ParameterStore {
public:
  ParameterStore(const Tensor& initial, const AdamWOptions& options);
  ParameterStore(const ParameterStore&) = delete;
  ParameterStore& operator=(const ParameterStore&) = delete;

  /// Copies the parameters into `destination`; returns their step.
  std::size_t pull(Tensor& destination) const;
  /// One optimiser step with `gradient`; records `loss`. Returns the new number of steps.
  std::size_t push(const Tensor& gradient, double loss);
  void record_validation(std::size_t step, double loss);

  std::size_t step() const;
  Snapshot snapshot() const;
  /// Parameters and the losses up to them, of one moment.
  Snapshot snapshot_with_history() const;
  LossHistory history() const;

  /// Waits until `step` steps are done. False when the store was closed before that.
  bool wait_for_step(std::size_t step) const;
  /// No more steps will come: wakes everybody who waits for one.
  void close();

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

} // namespace burler::workload

// The one place that holds the parameters. Workers pull a copy, compute, and push a gradient. How pulls,
// pushes and snapshots of several threads are kept apart is the business of a synchronisation strategy, one
// file each: sync_<name>.cpp. With one worker all strategies give the same numbers, bit by bit.
#pragma once

#include "workload/trainloop/adamw.h"
#include "workload/trainloop/loss_history.h"
#include "workload/trainloop/tensor.h"

#include <cstddef>
#include <memory>
#include <string>

namespace burler::workload {

/// Parameters as they were after `step` steps, in storage that nobody else writes.
struct Snapshot {
  std::size_t step = 0;
  Tensor parameters;
  LossHistory history; ///< filled only by snapshot_with_history()
};

/// Every function may be called by any thread at any time.
class ParameterStore {
public:
  ParameterStore() = default;
  ParameterStore(const ParameterStore&) = delete;
  ParameterStore& operator=(const ParameterStore&) = delete;
  virtual ~ParameterStore() = default;

  /// Copies the parameters into `destination`; returns their step.
  virtual std::size_t pull(Tensor& destination) const = 0;
  /// One optimiser step with `gradient`; records `loss`. Returns the new number of steps.
  virtual std::size_t push(const Tensor& gradient, double loss) = 0;
  virtual void record_validation(std::size_t step, double loss) = 0;

  virtual std::size_t step() const = 0;
  virtual Snapshot snapshot() const = 0;
  /// Parameters and the losses up to them, of one moment: history.training has `step` entries.
  virtual Snapshot snapshot_with_history() const = 0;
  virtual LossHistory history() const = 0;

  /// Waits until `step` steps are done. False when the store was closed before that.
  virtual bool wait_for_step(std::size_t step) const = 0;
  /// No more steps will come: wakes everybody who waits for one.
  virtual void close() = 0;
};

/// A strategy. The table is generated from the files sync_<name>.cpp: a new one edits nothing else.
struct SyncEntry {
  const char* name;
  const char* summary;
  std::unique_ptr<ParameterStore> (*make)(const Tensor& initial, const AdamWOptions& options);
};
extern const SyncEntry* const sync_table[];
extern const std::size_t sync_count;

/// Null when there is no strategy of that name.
const SyncEntry* find_sync(const std::string& name);

} // namespace burler::workload

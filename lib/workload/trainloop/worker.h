// What computes gradients. With several workers a gradient may belong to parameters that are a few steps old
// (asynchronous SGD). A worker is a thread that takes batches from the queue itself, or a task for each batch
// in a pool.
#pragma once

#include "workload/trainloop/batch_queue.h"
#include "workload/trainloop/model_config.h"
#include "workload/trainloop/parameter_store.h"
#include "workload/trainloop/progress.h"
#include "workload/trainloop/transformer.h"
#include "workload/trainloop/worker_pool.h"

#include <cstddef>

namespace burler::workload {

/// The memory of one worker.
class Worker {
public:
  /// `windows`: windows a batch has.
  Worker(const ModelConfig& model, std::size_t windows);
  /// Pulls the parameters, computes the gradient, pushes it.
  void train_on(const Batch& batch, ParameterStore& store, Progress& progress);

private:
  Transformer transformer_;
  Tensor parameters_, gradient_;
};

/// The body of a thread of its own: trains until the queue is drained.
void run_worker(const ModelConfig& model, std::size_t windows, BatchQueue& queue, ParameterStore& store,
                Progress& progress);

/// Makes every batch of the queue a task of `pool`, which has `workers` workers at most, and waits for all of
/// them. Throws what a task threw.
void run_pool(const ModelConfig& model, std::size_t windows, std::size_t workers, BatchQueue& queue,
              WorkerPool& pool, ParameterStore& store, Progress& progress);

} // namespace burler::workload

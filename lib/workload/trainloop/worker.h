// A worker thread: takes a batch, pulls the parameters, computes the gradient, pushes it, until the queue is
// drained. With several workers a gradient may belong to parameters that are a few steps old (asynchronous
// SGD).
#pragma once

#include "workload/trainloop/batch_queue.h"
#include "workload/trainloop/model_config.h"
#include "workload/trainloop/parameter_store.h"
#include "workload/trainloop/progress.h"

#include <cstddef>

namespace burler::workload {

/// `windows`: windows a batch has.
void run_worker(const ModelConfig& model, std::size_t windows, BatchQueue& queue, ParameterStore& store,
                Progress& progress);

} // namespace burler::workload

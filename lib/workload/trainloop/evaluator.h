// The evaluator thread: measures the validation loss of consistent snapshots while training goes on.
#pragma once

#include "workload/trainloop/batch_queue.h"
#include "workload/trainloop/corpus.h"
#include "workload/trainloop/model_config.h"
#include "workload/trainloop/parameter_store.h"
#include "workload/trainloop/progress.h"
#include "workload/trainloop/stop_signal.h"

#include <cstddef>

namespace burler::workload {

struct EvaluatorOptions {
  std::size_t every = 50;   ///< steps between evaluations
  std::size_t windows = 32; ///< of the validation text
  double target_loss = 0;   ///< requests a stop when the validation loss is at most this; 0 never
  bool print = true;        ///< one line to standard output per evaluation
};

/// Runs until the store is closed. Reads `queue` and `progress` only to print them.
void run_evaluator(const ModelConfig& model, const Corpus& corpus, const EvaluatorOptions& options,
                   const BatchQueue& queue, const Progress& progress, ParameterStore& store,
                   StopSignal& stop);

} // namespace burler::workload

// The whole loop: starts the threads, waits for them, and says what happened.
//
//   loader -> queue -> workers -> parameter store -> evaluator, checkpoint writer
#pragma once

#include "workload/trainloop/adamw.h"
#include "workload/trainloop/checkpoint.h"
#include "workload/trainloop/corpus.h"
#include "workload/trainloop/evaluator.h"
#include "workload/trainloop/model_config.h"

#include <cstddef>
#include <cstdint>
#include <string>

namespace burler::workload {

struct TrainerOptions {
  ModelConfig model; ///< vocabulary is taken from the corpus
  AdamWOptions optimizer;
  EvaluatorOptions evaluator;
  CheckpointOptions checkpoint;
  std::size_t steps = 600;
  std::size_t workers = 2;
  std::size_t windows = 8; ///< per batch
  std::size_t queue = 4;   ///< batches the queue holds
  std::uint64_t seed = 1;
};

struct TrainingResult {
  std::size_t loaded = 0;    ///< batches that went into the queue
  std::uint64_t batches = 0; ///< batches the workers finished
  std::uint64_t characters = 0;
  std::size_t checkpoints = 0;
  Snapshot last;       ///< with history
  std::string problem; ///< why checkpoints ended early; empty when they did not

  /// Every batch that was loaded became exactly one step and one loss record.
  bool accounts_match(const TrainerOptions& options) const;
};

/// Deterministic with one worker and no target loss. An exception in a thread ends the program
/// (std::terminate).
TrainingResult train(const Corpus& corpus, TrainerOptions options);

} // namespace burler::workload

// The whole loop: starts the threads, waits for them, and says what happened.
//
//   loader -> queue -> workers -> parameter store -> evaluator, checkpoint writer
//
// Workers are threads that take from the queue themselves, or a pool that is given the batches as tasks.
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
  std::string sync = "locked"; ///< how the store keeps threads apart: a name of sync_table
  std::string pool = "none";   ///< who runs the workers: threads of their own, or a name of pool_table
  std::size_t windows = 8;     ///< per batch
  std::size_t queue = 4;       ///< batches the queue holds
  std::uint64_t seed = 1;
};

struct TrainingResult {
  std::size_t loaded = 0;    ///< batches that went into the queue
  std::uint64_t batches = 0; ///< batches the workers finished
  std::uint64_t characters = 0;
  std::size_t checkpoints = 0;
  Snapshot last;       ///< with history
  std::string problem; ///< what ended training or checkpoints early; empty when nothing did

  /// Every batch that was loaded became exactly one step and one loss record.
  bool accounts_match(const TrainerOptions& options) const;
};

/// Deterministic with one worker and no target loss. An exception in a thread of its own ends the program
/// (std::terminate); one in a task of a pool ends the training. Throws std::invalid_argument for a name that
/// is in no table.
TrainingResult train(const Corpus& corpus, TrainerOptions options);

} // namespace burler::workload

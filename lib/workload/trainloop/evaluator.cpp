#include "workload/trainloop/evaluator.h"

#include "workload/trainloop/transformer.h"

#include <cstdio>

namespace burler::workload {

void run_evaluator(const ModelConfig& model, const Corpus& corpus, const EvaluatorOptions& options,
                   const BatchQueue& queue, const Progress& progress, ParameterStore& store,
                   StopSignal& stop) {
  const Batch batch = corpus.validation_batch(options.windows);
  Transformer transformer(model, batch.windows);
  std::size_t next = options.every;
  while (store.wait_for_step(next)) {
    const Snapshot now = store.snapshot();
    const double loss = transformer.loss(now.parameters, batch);
    store.record_validation(now.step, loss);
    const unsigned long long batches = progress.batches, characters = progress.characters;
    const std::size_t waiting = queue.size();
    if (options.print)
      std::printf("step %5zu  validation loss %.4f  batches done %llu, waiting %zu  characters %llu\n",
                  now.step, loss, batches, waiting, characters);
    if (loss <= options.target_loss) stop.request();
    next = now.step + options.every;
  }
}

} // namespace burler::workload

#include "workload/trainloop/worker.h"

#include "workload/trainloop/parameters.h"
#include "workload/trainloop/transformer.h"

#include <optional>

namespace burler::workload {

void run_worker(const ModelConfig& model, std::size_t windows, BatchQueue& queue, ParameterStore& store,
                Progress& progress) {
  Transformer transformer(model, windows);
  Tensor parameters(1, parameter_count(model));
  Tensor gradient(1, parameter_count(model));
  while (const std::optional<Batch> batch = queue.pop()) {
    store.pull(parameters);
    const double loss = transformer.loss_and_gradient(parameters, *batch, gradient);
    store.push(gradient, loss);
    progress.batches += 1;
    progress.characters += batch->inputs.size();
  }
}

} // namespace burler::workload

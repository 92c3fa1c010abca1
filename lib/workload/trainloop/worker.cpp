#include "workload/trainloop/worker.h"

#include "workload/trainloop/parameters.h"

#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace burler::workload {
namespace {

constexpr std::size_t batches_ahead = 4; ///< in the pool, for each worker

} // namespace

Worker::Worker(const ModelConfig& model, std::size_t windows)
    : transformer_(model, windows), parameters_(1, parameter_count(model)),
      gradient_(1, parameter_count(model)) {}

void Worker::train_on(const Batch& batch, ParameterStore& store, Progress& progress) {
  store.pull(parameters_);
  const double loss = transformer_.loss_and_gradient(parameters_, batch, gradient_);
  store.push(gradient_, loss);
  progress.batches += 1;
  progress.characters += batch.inputs.size();
}

void run_worker(const ModelConfig& model, std::size_t windows, BatchQueue& queue, ParameterStore& store,
                Progress& progress) {
  Worker worker(model, windows);
  while (const std::optional<Batch> batch = queue.pop())
    worker.train_on(*batch, store, progress);
}

void run_pool(const ModelConfig& model, std::size_t windows, std::size_t workers, BatchQueue& queue,
              WorkerPool& pool, ParameterStore& store, Progress& progress) {
  std::vector<std::unique_ptr<Worker>> memory(workers); // made by the thread that uses it
  while (std::optional<Batch> batch = queue.pop()) {
    pool.wait_for_room(batches_ahead * workers);
    pool.submit([&, given = std::move(*batch)](std::size_t worker) {
      if (!memory[worker]) memory[worker] = std::make_unique<Worker>(model, windows);
      memory[worker]->train_on(given, store, progress);
    });
  }
  pool.wait();
}

} // namespace burler::workload

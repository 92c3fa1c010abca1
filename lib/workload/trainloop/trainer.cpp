#include "workload/trainloop/trainer.h"

#include "workload/trainloop/loader.h"
#include "workload/trainloop/parameters.h"
#include "workload/trainloop/worker.h"
#include "workload/trainloop/worker_pool.h"

#include <exception>
#include <stdexcept>
#include <thread>
#include <vector>

namespace burler::workload {

bool TrainingResult::accounts_match(const TrainerOptions& options) const {
  return batches == loaded && last.step == loaded && last.history.training.size() == loaded &&
         characters == loaded * options.windows * options.model.context;
}

namespace {

std::unique_ptr<ParameterStore> make_store(const TrainerOptions& options) {
  const SyncEntry* sync = find_sync(options.sync);
  if (!sync) throw std::invalid_argument("there is no parameter synchronisation " + options.sync);
  return sync->make(initial_parameters(options.model, options.seed), options.optimizer);
}

/// Null without a pool.
std::unique_ptr<WorkerPool> make_pool(const TrainerOptions& options) {
  if (options.pool == "none") return nullptr;
  const PoolEntry* pool = find_pool(options.pool);
  if (!pool) throw std::invalid_argument("there is no pool " + options.pool);
  return pool->make(options.workers);
}

} // namespace

TrainingResult train(const Corpus& corpus, TrainerOptions options) {
  options.model.vocabulary = corpus.vocabulary();
  TrainingResult result;
  const std::unique_ptr<ParameterStore> store = make_store(options);
  BatchQueue queue(options.queue);
  StopSignal stop;
  Progress progress;
  const std::unique_ptr<WorkerPool> pool = make_pool(options);

  std::thread evaluator(
      [&] { run_evaluator(options.model, corpus, options.evaluator, queue, progress, *store, stop); });
  std::string checkpoint_problem;
  std::thread checkpoint_writer([&] {
    try {
      result.checkpoints = run_checkpoint_writer(options.checkpoint, *store);
    } catch (const std::exception& error) {
      checkpoint_problem = error.what();
      stop.request();
    }
  });
  std::vector<std::thread> workers;
  if (!pool)
    for (std::size_t i = 0; i < options.workers; ++i)
      workers.emplace_back([&] { run_worker(options.model, options.windows, queue, *store, progress); });
  std::thread loader(
      [&] { result.loaded = run_loader(corpus, options.seed, options.windows, options.steps, stop, queue); });

  if (pool) try {
      run_pool(options.model, options.windows, options.workers, queue, *pool, *store, progress);
    } catch (const std::exception& error) {
      result.problem = error.what();
    }
  loader.join();
  for (std::thread& worker : workers)
    worker.join();
  store->close();
  evaluator.join();
  checkpoint_writer.join();

  if (result.problem.empty()) result.problem = checkpoint_problem;
  result.batches = progress.batches;
  result.characters = progress.characters;
  result.last = store->snapshot_with_history();
  return result;
}

} // namespace burler::workload

#include "workload/trainloop/trainer.h"

#include "workload/trainloop/loader.h"
#include "workload/trainloop/parameters.h"
#include "workload/trainloop/worker.h"

#include <exception>
#include <thread>
#include <vector>

namespace burler::workload {

bool TrainingResult::accounts_match(const TrainerOptions& options) const {
  return batches == loaded && last.step == loaded && last.history.training.size() == loaded &&
         characters == loaded * options.windows * options.model.context;
}

TrainingResult train(const Corpus& corpus, TrainerOptions options) {
  options.model.vocabulary = corpus.vocabulary();
  TrainingResult result;
  ParameterStore store(initial_parameters(options.model, options.seed), options.optimizer);
  BatchQueue queue(options.queue);
  StopSignal stop;
  Progress progress;

  std::thread evaluator(
      [&] { run_evaluator(options.model, corpus, options.evaluator, queue, progress, store, stop); });
  std::thread checkpoint_writer([&] {
    try {
      result.checkpoints = run_checkpoint_writer(options.checkpoint, store);
    } catch (const std::exception& error) {
      result.problem = error.what();
      stop.request();
    }
  });
  std::vector<std::thread> workers;
  for (std::size_t i = 0; i < options.workers; ++i)
    workers.emplace_back([&] { run_worker(options.model, options.windows, queue, store, progress); });
  std::thread loader(
      [&] { result.loaded = run_loader(corpus, options.seed, options.windows, options.steps, stop, queue); });

  loader.join();
  for (std::thread& worker : workers)
    worker.join();
  store.close();
  evaluator.join();
  checkpoint_writer.join();

  result.batches = progress.batches;
  result.characters = progress.characters;
  result.last = store.snapshot_with_history();
  return result;
}

} // namespace burler::workload

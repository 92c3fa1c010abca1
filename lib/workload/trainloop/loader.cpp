#include "workload/trainloop/loader.h"

#include <utility>

namespace burler::workload {

std::size_t run_loader(const Corpus& corpus, std::uint64_t seed, std::size_t windows, std::size_t count,
                       const StopSignal& stop, BatchQueue& queue) {
  Random random(seed);
  std::size_t loaded = 0;
  while (loaded < count && !stop.requested()) {
    Batch batch = corpus.training_batch(random, windows);
    if (!queue.push(std::move(batch))) break;
    ++loaded;
  }
  queue.close();
  return loaded;
}

} // namespace burler::workload

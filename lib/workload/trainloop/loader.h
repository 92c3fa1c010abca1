// The loader thread: draws batches of text and puts them into the queue, then closes it.
#pragma once

#include "workload/trainloop/batch_queue.h"
#include "workload/trainloop/corpus.h"
#include "workload/trainloop/stop_signal.h"

#include <cstddef>
#include <cstdint>

namespace burler::workload {

/// Loads `count` batches of `windows` windows, fewer when a stop is requested. Returns how many went into the
/// queue.
std::size_t run_loader(const Corpus& corpus, std::uint64_t seed, std::size_t windows, std::size_t count,
                       const StopSignal& stop, BatchQueue& queue);

} // namespace burler::workload

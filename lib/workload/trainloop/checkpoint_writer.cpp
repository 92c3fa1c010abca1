#include "workload/trainloop/checkpoint.h"

#include <stdexcept>

namespace burler::workload {

std::size_t run_checkpoint_writer(const CheckpointOptions& options, const ParameterStore& store) {
  std::size_t written = 0;
  std::size_t next = options.every;
  while (store.wait_for_step(next)) {
    const Snapshot now = store.snapshot_with_history();
    if (now.history.training.size() != now.step)
      throw std::logic_error("a checkpoint's losses and parameters are of different moments");
    if (options.path.empty())
      encode_checkpoint(now);
    else
      write_checkpoint(options.path, now);
    ++written;
    next = now.step + options.every;
  }
  return written;
}

} // namespace burler::workload

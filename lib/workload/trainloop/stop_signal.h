// A request to end the training early. Batches already in the queue are still used.
#pragma once

#include <atomic>

namespace burler::workload {

class StopSignal {
public:
  void request() { requested_ = true; }
  bool requested() const { return requested_; }

private:
  std::atomic<bool> requested_{false};
};

} // namespace burler::workload

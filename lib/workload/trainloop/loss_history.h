// Losses measured so far, in nats per character. Not synchronised: the parameter store owns and guards one.
#pragma once

#include <cstddef>
#include <vector>

namespace burler::workload {

struct LossPoint {
  std::size_t step = 0;
  double loss = 0;
};

struct LossHistory {
  std::vector<LossPoint> training;   ///< one per step, in order
  std::vector<LossPoint> validation; ///< one per evaluation
};

/// Mean of the last `count` training losses, 0 when there is none.
inline double recent_training_loss(const LossHistory& history, std::size_t count) {
  double sum = 0;
  std::size_t used = 0;
  for (auto point = history.training.rbegin(); point != history.training.rend() && used < count;
       ++point, ++used)
    sum += point->loss;
  return used ? sum / static_cast<double>(used) : 0;
}

} // namespace burler::workload

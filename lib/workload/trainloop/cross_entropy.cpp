#include "workload/trainloop/layers.h"

#include <algorithm>
#include <cmath>

namespace burler::workload {

double cross_entropy(ConstFloats logits, std::span<const std::uint8_t> targets, Floats grad_logits) {
  const std::size_t rows = targets.size(), vocabulary = logits.size() / rows;
  const float share = 1.0f / static_cast<float>(rows);
  double total = 0;
  for (std::size_t i = 0; i < rows; ++i) {
    const ConstFloats row = logits.subspan(i * vocabulary, vocabulary);
    const float largest = *std::max_element(row.begin(), row.end());
    double sum = 0;
    for (const float logit : row)
      sum += std::exp(static_cast<double>(logit - largest));
    total += std::log(sum) - static_cast<double>(row[targets[i]] - largest);
    for (std::size_t v = 0; v < vocabulary; ++v) {
      const double p = std::exp(static_cast<double>(row[v] - largest)) / sum;
      grad_logits[i * vocabulary + v] = (static_cast<float>(p) - (v == targets[i] ? 1.0f : 0.0f)) * share;
    }
  }
  return total / static_cast<double>(rows);
}

} // namespace burler::workload

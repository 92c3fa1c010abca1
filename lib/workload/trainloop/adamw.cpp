#include "workload/trainloop/adamw.h"

#include <cmath>
#include <span>

namespace burler::workload {

AdamW::AdamW(std::size_t size, const AdamWOptions& options)
    : options_(options), mean_(1, size), variance_(1, size) {}

void AdamW::step(Tensor& parameters, const Tensor& gradient) {
  ++steps_;
  const float count = static_cast<float>(steps_);
  const float correct1 = 1.0f - std::pow(options_.beta1, count);
  const float correct2 = 1.0f - std::pow(options_.beta2, count);
  const std::span<float> p = parameters.values(), g = gradient.values();
  const std::span<float> m = mean_.values(), v = variance_.values();
  for (std::size_t i = 0; i < p.size(); ++i) {
    m[i] = options_.beta1 * m[i] + (1.0f - options_.beta1) * g[i];
    v[i] = options_.beta2 * v[i] + (1.0f - options_.beta2) * g[i] * g[i];
    const float update = m[i] / correct1 / (std::sqrt(v[i] / correct2) + options_.epsilon);
    p[i] -= options_.rate * (update + options_.decay * p[i]);
  }
}

} // namespace burler::workload

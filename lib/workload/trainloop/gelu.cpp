#include "workload/trainloop/layers.h"

#include <cmath>

namespace burler::workload {
namespace {

constexpr float slope = 0.7978845608f; // sqrt(2 / pi)
constexpr float cubic = 0.044715f;

} // namespace

void gelu_forward(ConstFloats in, Floats out) {
  for (std::size_t i = 0; i < in.size(); ++i) {
    const float x = in[i];
    out[i] = 0.5f * x * (1.0f + std::tanh(slope * (x + cubic * x * x * x)));
  }
}

void gelu_backward(ConstFloats in, ConstFloats grad_out, Floats grad_in) {
  for (std::size_t i = 0; i < in.size(); ++i) {
    const float x = in[i];
    const float t = std::tanh(slope * (x + cubic * x * x * x));
    const float inner = slope * (1.0f + 3.0f * cubic * x * x);
    grad_in[i] += grad_out[i] * (0.5f * (1.0f + t) + 0.5f * x * (1.0f - t * t) * inner);
  }
}

} // namespace burler::workload

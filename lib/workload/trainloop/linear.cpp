#include "workload/trainloop/layers.h"

#include <algorithm>

namespace burler::workload {

void linear_forward(ConstFloats in, ConstFloats weight, ConstFloats bias, Floats out) {
  const std::size_t width = bias.size(), from = weight.size() / width, rows = out.size() / width;
  for (std::size_t i = 0; i < rows; ++i) {
    float* y = out.data() + i * width;
    std::copy(bias.begin(), bias.end(), y);
    for (std::size_t k = 0; k < from; ++k) {
      const float x = in[i * from + k];
      const float* w = weight.data() + k * width;
      for (std::size_t j = 0; j < width; ++j)
        y[j] += x * w[j];
    }
  }
}

void linear_backward(ConstFloats in, ConstFloats weight, ConstFloats grad_out, Floats grad_in,
                     Floats grad_weight, Floats grad_bias) {
  const std::size_t width = grad_bias.size(), from = weight.size() / width, rows = grad_out.size() / width;
  for (std::size_t i = 0; i < rows; ++i) {
    const float* dy = grad_out.data() + i * width;
    for (std::size_t j = 0; j < width; ++j)
      grad_bias[j] += dy[j];
    for (std::size_t k = 0; k < from; ++k) {
      const float x = in[i * from + k];
      const float* w = weight.data() + k * width;
      float* dw = grad_weight.data() + k * width;
      float dx = 0;
      for (std::size_t j = 0; j < width; ++j) {
        dx += w[j] * dy[j];
        dw[j] += x * dy[j];
      }
      grad_in[i * from + k] += dx;
    }
  }
}

} // namespace burler::workload

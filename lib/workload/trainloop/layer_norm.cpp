#include "workload/trainloop/layers.h"

#include <cmath>

namespace burler::workload {

void layer_norm_forward(ConstFloats in, ConstFloats gain, ConstFloats bias, Floats out, Floats normalised,
                        Floats inverse_std) {
  const std::size_t dim = gain.size();
  const float count = static_cast<float>(dim);
  for (std::size_t i = 0; i < inverse_std.size(); ++i) {
    const float* x = in.data() + i * dim;
    float mean = 0, variance = 0;
    for (std::size_t j = 0; j < dim; ++j)
      mean += x[j];
    mean /= count;
    for (std::size_t j = 0; j < dim; ++j)
      variance += (x[j] - mean) * (x[j] - mean);
    const float scale = 1.0f / std::sqrt(variance / count + 1e-5f);
    inverse_std[i] = scale;
    for (std::size_t j = 0; j < dim; ++j) {
      const float z = (x[j] - mean) * scale;
      normalised[i * dim + j] = z;
      out[i * dim + j] = z * gain[j] + bias[j];
    }
  }
}

void layer_norm_backward(ConstFloats normalised, ConstFloats inverse_std, ConstFloats gain,
                         ConstFloats grad_out, Floats grad_in, Floats grad_gain, Floats grad_bias) {
  const std::size_t dim = gain.size();
  const float count = static_cast<float>(dim);
  for (std::size_t i = 0; i < inverse_std.size(); ++i) {
    const float* z = normalised.data() + i * dim;
    const float* dy = grad_out.data() + i * dim;
    float sum = 0, dot = 0;
    for (std::size_t j = 0; j < dim; ++j) {
      const float dz = dy[j] * gain[j];
      sum += dz;
      dot += dz * z[j];
      grad_gain[j] += dy[j] * z[j];
      grad_bias[j] += dy[j];
    }
    for (std::size_t j = 0; j < dim; ++j)
      grad_in[i * dim + j] += inverse_std[i] * (dy[j] * gain[j] - sum / count - z[j] * dot / count);
  }
}

} // namespace burler::workload

#include "workload/trainloop/layers.h"

namespace burler::workload {

void embedding_forward(std::span<const std::uint8_t> tokens, ConstFloats token_table,
                       ConstFloats position_table, Floats out, std::size_t dim) {
  const std::size_t context = position_table.size() / dim;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const float* token = token_table.data() + tokens[i] * dim;
    const float* position = position_table.data() + i % context * dim;
    for (std::size_t j = 0; j < dim; ++j)
      out[i * dim + j] = token[j] + position[j];
  }
}

void embedding_backward(std::span<const std::uint8_t> tokens, ConstFloats grad_out, Floats grad_tokens,
                        Floats grad_positions, std::size_t dim) {
  const std::size_t context = grad_positions.size() / dim;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    float* token = grad_tokens.data() + tokens[i] * dim;
    float* position = grad_positions.data() + i % context * dim;
    for (std::size_t j = 0; j < dim; ++j) {
      token[j] += grad_out[i * dim + j];
      position[j] += grad_out[i * dim + j];
    }
  }
}

} // namespace burler::workload

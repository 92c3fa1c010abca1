// The shape of the transformer. All counts are of elements.
#pragma once

#include <cstddef>

namespace burler::workload {

struct ModelConfig {
  std::size_t vocabulary = 0; ///< distinct characters
  std::size_t context = 32;   ///< characters a window has
  std::size_t dim = 32;       ///< width of the residual stream; a multiple of heads
  std::size_t heads = 4;
  std::size_t layers = 2;

  std::size_t head_dim() const { return dim / heads; }
  std::size_t hidden() const { return 4 * dim; }
};

} // namespace burler::workload

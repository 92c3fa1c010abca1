// The names of the parts of the one flat parameter vector. Values, gradients and optimiser moments share the
// layout, so that a copy, an update or a checkpoint is one pass over contiguous memory.
#pragma once

#include "workload/trainloop/layers.h"
#include "workload/trainloop/model_config.h"
#include "workload/trainloop/tensor.h"

#include <cstdint>
#include <span>
#include <vector>

namespace burler::workload {

template <class T> struct BlockSlices {
  std::span<T> norm1_gain, norm1_bias, qkv_weight, qkv_bias, out_weight, out_bias;
  std::span<T> norm2_gain, norm2_bias, up_weight, up_bias, down_weight, down_bias;
};

template <class T> struct ModelSlices {
  std::span<T> token_table, position_table;
  std::vector<BlockSlices<T>> blocks;
  std::span<T> norm_gain, norm_bias, head_weight, head_bias;
  std::size_t size = 0; ///< of all parts together
};

/// Cuts `flat` into its parts. With a `flat` of null data only the sizes mean something.
template <class T> ModelSlices<T> slice(const ModelConfig& config, T* flat);

std::size_t parameter_count(const ModelConfig& config);

/// Small random weights, unit gains, zero biases; the same for the same seed.
Tensor initial_parameters(const ModelConfig& config, std::uint64_t seed);

} // namespace burler::workload

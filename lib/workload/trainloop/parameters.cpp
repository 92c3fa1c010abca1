#include "workload/trainloop/parameters.h"

#include "workload/trainloop/random.h"

#include <algorithm>
#include <cmath>

namespace burler::workload {

template <class T> ModelSlices<T> slice(const ModelConfig& config, T* flat) {
  ModelSlices<T> parts;
  const auto take = [&](std::span<T>& part, std::size_t count) {
    part = {flat + parts.size, count};
    parts.size += count;
  };
  const std::size_t dim = config.dim;
  take(parts.token_table, config.vocabulary * dim);
  take(parts.position_table, config.context * dim);
  parts.blocks.resize(config.layers);
  for (BlockSlices<T>& block : parts.blocks) {
    take(block.norm1_gain, dim), take(block.norm1_bias, dim);
    take(block.qkv_weight, dim * 3 * dim), take(block.qkv_bias, 3 * dim);
    take(block.out_weight, dim * dim), take(block.out_bias, dim);
    take(block.norm2_gain, dim), take(block.norm2_bias, dim);
    take(block.up_weight, dim * config.hidden()), take(block.up_bias, config.hidden());
    take(block.down_weight, config.hidden() * dim), take(block.down_bias, dim);
  }
  take(parts.norm_gain, dim), take(parts.norm_bias, dim);
  take(parts.head_weight, dim * config.vocabulary), take(parts.head_bias, config.vocabulary);
  return parts;
}

template ModelSlices<float> slice(const ModelConfig&, float*);
template ModelSlices<const float> slice(const ModelConfig&, const float*);

std::size_t parameter_count(const ModelConfig& config) {
  const std::size_t dim = config.dim, hidden = config.hidden();
  const std::size_t block =
      4 * dim + 3 * dim * (dim + 1) + dim * (dim + 1) + hidden * (dim + 1) + dim * (hidden + 1);
  return (config.vocabulary + config.context) * dim + config.layers * block + 2 * dim +
         config.vocabulary * (dim + 1);
}

Tensor initial_parameters(const ModelConfig& config, std::uint64_t seed) {
  Tensor flat(1, parameter_count(config));
  Random random(seed);
  const auto fill = [&](Floats part, float range) {
    for (float& value : part)
      value = range * random.symmetric();
  };
  const auto ones = [](Floats part) { std::fill(part.begin(), part.end(), 1.0f); };
  const float narrow = std::sqrt(3.0f / static_cast<float>(config.dim));
  const float wide = std::sqrt(3.0f / static_cast<float>(config.hidden()));
  const ModelSlices<float> parts = slice(config, flat.values().data());
  fill(parts.token_table, 0.1f), fill(parts.position_table, 0.1f);
  for (const BlockSlices<float>& block : parts.blocks) {
    ones(block.norm1_gain), ones(block.norm2_gain);
    fill(block.qkv_weight, narrow), fill(block.out_weight, 0.5f * narrow);
    fill(block.up_weight, narrow), fill(block.down_weight, 0.5f * wide);
  }
  ones(parts.norm_gain);
  fill(parts.head_weight, 0.5f * narrow);
  return flat;
}

} // namespace burler::workload

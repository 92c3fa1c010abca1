#include "workload/trainloop/transformer.h"

#include "workload/trainloop/random.h"

#include <cmath>
#include <gtest/gtest.h>
#include <string>

namespace burler::workload {
namespace {

ModelConfig small_model() { return {.vocabulary = 5, .context = 6, .dim = 8, .heads = 2, .layers = 2}; }

Batch random_batch(const ModelConfig& config, std::size_t windows, std::uint64_t seed) {
  Random random(seed);
  Batch batch;
  batch.windows = windows;
  for (std::size_t i = 0; i < windows * config.context; ++i) {
    batch.inputs.push_back(static_cast<std::uint8_t>(random.below(config.vocabulary)));
    batch.targets.push_back(static_cast<std::uint8_t>(random.below(config.vocabulary)));
  }
  return batch;
}

struct Part {
  std::string name;
  std::size_t first, count;
};

std::vector<Part> parts_of(const ModelConfig& config, float* flat) {
  const ModelSlices<float> s = slice<float>(config, flat);
  std::vector<Part> parts;
  const auto add = [&](const char* name, Floats part) {
    parts.push_back({name, static_cast<std::size_t>(part.data() - flat), part.size()});
  };
  add("token_table", s.token_table), add("position_table", s.position_table);
  for (const BlockSlices<float>& b : s.blocks) {
    add("norm1_gain", b.norm1_gain), add("norm1_bias", b.norm1_bias), add("qkv_weight", b.qkv_weight);
    add("qkv_bias", b.qkv_bias), add("out_weight", b.out_weight), add("out_bias", b.out_bias);
    add("norm2_gain", b.norm2_gain), add("norm2_bias", b.norm2_bias), add("up_weight", b.up_weight);
    add("up_bias", b.up_bias), add("down_weight", b.down_weight), add("down_bias", b.down_bias);
  }
  add("norm_gain", s.norm_gain), add("norm_bias", s.norm_bias);
  add("head_weight", s.head_weight), add("head_bias", s.head_bias);
  return parts;
}

// The directional derivative along a random direction within each part, against central differences. One
// direction per part sees every element of it.
TEST(Transformer, GradientAgreesWithFiniteDifferences) {
  const ModelConfig config = small_model();
  Transformer model(config, 3);
  const Batch batch = random_batch(config, 3, 11);
  Tensor parameters = initial_parameters(config, 3);
  Random random(5);
  for (float& value : parameters.values())
    value += 0.2f * random.symmetric(); // away from the zero biases and unit gains
  Tensor gradient(1, parameters.size());
  model.loss_and_gradient(parameters, batch, gradient);

  const float step = 1e-2f;
  for (const Part& part : parts_of(config, parameters.values().data())) {
    std::vector<float> direction(part.count);
    double expected = 0, norm = 0;
    for (std::size_t i = 0; i < part.count; ++i) {
      direction[i] = random.symmetric();
      expected += direction[i] * gradient.values()[part.first + i];
      norm += direction[i] * direction[i];
    }
    const auto shifted = [&](float amount) {
      Tensor moved = parameters.clone();
      for (std::size_t i = 0; i < part.count; ++i)
        moved.values()[part.first + i] += amount * direction[i] / static_cast<float>(std::sqrt(norm));
      return model.loss(moved, batch);
    };
    const double measured = (shifted(step) - shifted(-step)) / (2 * step);
    EXPECT_NEAR(measured, expected / std::sqrt(norm), 2e-4 + 0.01 * std::abs(measured)) << part.name;
  }
}

// The logits of position 0 are seen through the difference of two losses that differ only in its target.
TEST(Transformer, ALaterCharacterDoesNotChangeAnEarlierPrediction) {
  const ModelConfig config = small_model();
  Transformer model(config, 1);
  const Tensor parameters = initial_parameters(config, 3);
  const Batch batch = random_batch(config, 1, 2);
  const auto first_prediction = [&](std::size_t changed) {
    Batch b = batch;
    if (changed < config.context)
      b.inputs[changed] = static_cast<std::uint8_t>((b.inputs[changed] + 1) % config.vocabulary);
    b.targets[0] = 1;
    const double one = model.loss(parameters, b);
    b.targets[0] = 2;
    return one - model.loss(parameters, b);
  };
  const double unchanged = first_prediction(config.context);
  for (std::size_t later = 1; later < config.context; ++later)
    EXPECT_NEAR(first_prediction(later), unchanged, 1e-7);
  EXPECT_GT(std::abs(first_prediction(0) - unchanged), 1e-4);
}

TEST(Transformer, CountsItsParameters) {
  const ModelConfig config = small_model();
  EXPECT_EQ(slice<float>(config, nullptr).size, parameter_count(config));
}

} // namespace
} // namespace burler::workload

// A decoder-only transformer over characters: embedding, pre-norm blocks (attention, MLP), final norm, linear
// head.
#pragma once

#include "workload/trainloop/batch.h"
#include "workload/trainloop/layers.h"
#include "workload/trainloop/model_config.h"
#include "workload/trainloop/parameters.h"

#include <vector>

namespace burler::workload {

/// Owns the activations and gradients of one batch; use one per thread. Parameters come with each call.
class Transformer {
public:
  /// `windows`: windows a batch may have at most.
  Transformer(const ModelConfig& config, std::size_t windows);

  /// Mean loss of the batch in nats per character.
  double loss(const Tensor& parameters, const Batch& batch);
  /// Same, and overwrites `gradient` (of the size of the parameters).
  double loss_and_gradient(const Tensor& parameters, const Batch& batch, Tensor& gradient);

private:
  struct Block {
    std::vector<float> norm1, norm1_hat, norm1_scale, qkv, weights, mixed, after_attention;
    std::vector<float> norm2, norm2_hat, norm2_scale, up, active, out;
  };
  void resize(std::size_t windows);
  void block_forward(const BlockSlices<const float>& parameters, ConstFloats in, Block& block);
  void block_backward(const BlockSlices<const float>& parameters, const Block& block,
                      const BlockSlices<float>& gradients);

  ModelConfig config_;
  AttentionShape shape_;
  std::size_t windows_ = 0;
  std::vector<Block> blocks_;
  std::vector<float> embedded_, norm_, norm_hat_, norm_scale_, logits_, grad_logits_;
  std::vector<float> grad_stream_, grad_wide_, grad_hidden_, grad_narrow_;
};

} // namespace burler::workload

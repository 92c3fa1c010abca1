#include "workload/trainloop/transformer.h"

#include <algorithm>
#include <stdexcept>

namespace burler::workload {
namespace {

void clear(std::vector<float>& values) { std::fill(values.begin(), values.end(), 0.0f); }

void add(ConstFloats addend, std::vector<float>& sum) {
  for (std::size_t i = 0; i < sum.size(); ++i)
    sum[i] += addend[i];
}

} // namespace

Transformer::Transformer(const ModelConfig& config, std::size_t windows)
    : config_(config), shape_{config.context, config.heads, config.dim}, blocks_(config.layers) {
  if (config.heads == 0 || config.dim % config.heads != 0)
    throw std::invalid_argument("the model's dim must be a multiple of its heads");
  resize(windows);
}

void Transformer::resize(std::size_t windows) {
  windows_ = windows;
  const std::size_t rows = windows * config_.context, stream = rows * config_.dim;
  for (Block& b : blocks_) {
    for (auto* part : {&b.norm1, &b.norm1_hat, &b.mixed, &b.after_attention, &b.norm2, &b.norm2_hat, &b.out})
      part->resize(stream);
    b.norm1_scale.resize(rows), b.norm2_scale.resize(rows);
    b.qkv.resize(3 * stream);
    b.weights.resize(rows * config_.heads * config_.context);
    b.up.resize(rows * config_.hidden()), b.active.resize(rows * config_.hidden());
  }
  for (auto* part : {&embedded_, &norm_, &norm_hat_, &grad_stream_, &grad_narrow_})
    part->resize(stream);
  norm_scale_.resize(rows);
  logits_.resize(rows * config_.vocabulary), grad_logits_.resize(rows * config_.vocabulary);
  grad_wide_.resize(3 * stream), grad_hidden_.resize(rows * config_.hidden());
}

void Transformer::block_forward(const BlockSlices<const float>& p, ConstFloats in, Block& b) {
  layer_norm_forward(in, p.norm1_gain, p.norm1_bias, b.norm1, b.norm1_hat, b.norm1_scale);
  linear_forward(b.norm1, p.qkv_weight, p.qkv_bias, b.qkv);
  attention_forward(b.qkv, shape_, b.mixed, b.weights);
  linear_forward(b.mixed, p.out_weight, p.out_bias, b.after_attention);
  add(in, b.after_attention);
  layer_norm_forward(b.after_attention, p.norm2_gain, p.norm2_bias, b.norm2, b.norm2_hat, b.norm2_scale);
  linear_forward(b.norm2, p.up_weight, p.up_bias, b.up);
  gelu_forward(b.up, b.active);
  linear_forward(b.active, p.down_weight, p.down_bias, b.out);
  add(b.after_attention, b.out);
}

// grad_stream_ holds the gradient of the block's output on entry and of its input on return: each branch adds
// to it.
void Transformer::block_backward(const BlockSlices<const float>& p, const Block& b,
                                 const BlockSlices<float>& g) {
  std::vector<float> grad_active(b.active.size());
  linear_backward(b.active, p.down_weight, grad_stream_, grad_active, g.down_weight, g.down_bias);
  clear(grad_hidden_);
  gelu_backward(b.up, grad_active, grad_hidden_);
  clear(grad_narrow_);
  linear_backward(b.norm2, p.up_weight, grad_hidden_, grad_narrow_, g.up_weight, g.up_bias);
  layer_norm_backward(b.norm2_hat, b.norm2_scale, p.norm2_gain, grad_narrow_, grad_stream_, g.norm2_gain,
                      g.norm2_bias);

  clear(grad_narrow_);
  linear_backward(b.mixed, p.out_weight, grad_stream_, grad_narrow_, g.out_weight, g.out_bias);
  clear(grad_wide_);
  attention_backward(b.qkv, shape_, b.weights, grad_narrow_, grad_wide_);
  clear(grad_narrow_);
  linear_backward(b.norm1, p.qkv_weight, grad_wide_, grad_narrow_, g.qkv_weight, g.qkv_bias);
  layer_norm_backward(b.norm1_hat, b.norm1_scale, p.norm1_gain, grad_narrow_, grad_stream_, g.norm1_gain,
                      g.norm1_bias);
}

double Transformer::loss(const Tensor& parameters, const Batch& batch) {
  if (batch.windows != windows_) resize(batch.windows);
  const auto p = slice<const float>(config_, parameters.values().data());
  embedding_forward(batch.inputs, p.token_table, p.position_table, embedded_, config_.dim);
  ConstFloats stream = embedded_;
  for (std::size_t i = 0; i < blocks_.size(); ++i) {
    block_forward(p.blocks[i], stream, blocks_[i]);
    stream = blocks_[i].out;
  }
  layer_norm_forward(stream, p.norm_gain, p.norm_bias, norm_, norm_hat_, norm_scale_);
  linear_forward(norm_, p.head_weight, p.head_bias, logits_);
  return cross_entropy(logits_, batch.targets, grad_logits_);
}

double Transformer::loss_and_gradient(const Tensor& parameters, const Batch& batch, Tensor& gradient) {
  const double mean = loss(parameters, batch);
  gradient.fill(0.0f);
  const auto p = slice<const float>(config_, parameters.values().data());
  const auto g = slice<float>(config_, gradient.values().data());
  clear(grad_narrow_);
  linear_backward(norm_, p.head_weight, grad_logits_, grad_narrow_, g.head_weight, g.head_bias);
  clear(grad_stream_);
  layer_norm_backward(norm_hat_, norm_scale_, p.norm_gain, grad_narrow_, grad_stream_, g.norm_gain,
                      g.norm_bias);
  for (std::size_t i = blocks_.size(); i-- > 0;)
    block_backward(p.blocks[i], blocks_[i], g.blocks[i]);
  embedding_backward(batch.inputs, grad_stream_, g.token_table, g.position_table, config_.dim);
  return mean;
}

} // namespace burler::workload

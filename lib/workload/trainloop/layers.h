// The layers of the model: forward and hand-written backward, one file each. Matrices are row-major, one row
// per position. Backward functions *add* into the gradients of parameters and of inputs, so that callers zero
// them once. Everything works on memory of the calling thread; nothing here synchronises.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace burler::workload {

using Floats = std::span<float>;
using ConstFloats = std::span<const float>;

/// out[n x width] = in[n x from] * weight[from x width] + bias[width]; n = out.size() / bias.size().
void linear_forward(ConstFloats in, ConstFloats weight, ConstFloats bias, Floats out);
void linear_backward(ConstFloats in, ConstFloats weight, ConstFloats grad_out, Floats grad_in,
                     Floats grad_weight, Floats grad_bias);

/// Normalises each row to mean 0 and variance 1, then scales and shifts (Ba, Kiros and Hinton 2016).
/// `inverse_std` and `normalised` are kept for the backward pass.
void layer_norm_forward(ConstFloats in, ConstFloats gain, ConstFloats bias, Floats out, Floats normalised,
                        Floats inverse_std);
void layer_norm_backward(ConstFloats normalised, ConstFloats inverse_std, ConstFloats gain,
                         ConstFloats grad_out, Floats grad_in, Floats grad_gain, Floats grad_bias);

struct AttentionShape {
  std::size_t context; ///< positions of one window; windows do not see each other
  std::size_t heads;
  std::size_t dim; ///< of all heads together
};
/// Causal self-attention. qkv rows are [query | key | value]; `weights` keeps the softmax rows,
/// [windows x heads x context x context].
void attention_forward(ConstFloats qkv, const AttentionShape& shape, Floats out, Floats weights);
void attention_backward(ConstFloats qkv, const AttentionShape& shape, ConstFloats weights,
                        ConstFloats grad_out, Floats grad_qkv);

/// GELU in its tanh form (Hendrycks and Gimpel 2016).
void gelu_forward(ConstFloats in, Floats out);
void gelu_backward(ConstFloats in, ConstFloats grad_out, Floats grad_in);

/// Row i of out = token table row of tokens[i] + position table row of i modulo context.
void embedding_forward(std::span<const std::uint8_t> tokens, ConstFloats token_table,
                       ConstFloats position_table, Floats out, std::size_t dim);
void embedding_backward(std::span<const std::uint8_t> tokens, ConstFloats grad_out, Floats grad_tokens,
                        Floats grad_positions, std::size_t dim);

/// Mean cross-entropy in nats of logits[n x vocabulary] against targets[n]; writes the gradient of the mean.
double cross_entropy(ConstFloats logits, std::span<const std::uint8_t> targets, Floats grad_logits);

} // namespace burler::workload

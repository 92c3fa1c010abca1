#include "workload/trainloop/layers.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace burler::workload {
namespace {

/// One head of one window: pointers to its first row, with the distance between rows.
struct Head {
  const float *query, *key, *value;
  std::size_t stride, dim, context;
  float scale;
};

Head head_of(ConstFloats qkv, const AttentionShape& shape, std::size_t window, std::size_t head) {
  const std::size_t stride = 3 * shape.dim, head_dim = shape.dim / shape.heads;
  const float* first = qkv.data() + window * shape.context * stride + head * head_dim;
  const float scale = 1.0f / std::sqrt(static_cast<float>(head_dim));
  return {first, first + shape.dim, first + 2 * shape.dim, stride, head_dim, shape.context, scale};
}

float dot(const float* a, const float* b, std::size_t n) {
  float sum = 0;
  for (std::size_t j = 0; j < n; ++j)
    sum += a[j] * b[j];
  return sum;
}

/// weights[0..i] = softmax of the scores of query i against keys 0..i.
void softmax_row(const Head& h, std::size_t i, float* weights) {
  float largest = -std::numeric_limits<float>::infinity(), sum = 0;
  for (std::size_t t = 0; t <= i; ++t) {
    weights[t] = dot(h.query + i * h.stride, h.key + t * h.stride, h.dim) * h.scale;
    largest = std::max(largest, weights[t]);
  }
  for (std::size_t t = 0; t <= i; ++t) {
    weights[t] = std::exp(weights[t] - largest);
    sum += weights[t];
  }
  for (std::size_t t = 0; t <= i; ++t)
    weights[t] /= sum;
}

/// Adds the gradients of query i and of every key and value it saw. `gradient` points at the head's query
/// part.
void backward_row(const Head& h, std::size_t i, const float* weights, const float* grad_out,
                  std::size_t width, float* gradient) {
  const float* dy = grad_out;
  float mean = 0;
  for (std::size_t t = 0; t <= i; ++t)
    mean += weights[t] * dot(dy, h.value + t * h.stride, h.dim);
  for (std::size_t t = 0; t <= i; ++t) {
    const float score = weights[t] * (dot(dy, h.value + t * h.stride, h.dim) - mean) * h.scale;
    float* dq = gradient + i * h.stride;
    float* dk = gradient + t * h.stride + width;
    float* dv = gradient + t * h.stride + 2 * width;
    for (std::size_t j = 0; j < h.dim; ++j) {
      dq[j] += score * h.key[t * h.stride + j];
      dk[j] += score * h.query[i * h.stride + j];
      dv[j] += weights[t] * dy[j];
    }
  }
}

} // namespace

void attention_forward(ConstFloats qkv, const AttentionShape& shape, Floats out, Floats weights) {
  const std::size_t windows = out.size() / (shape.context * shape.dim);
  std::fill(out.begin(), out.end(), 0.0f);
  for (std::size_t w = 0; w < windows; ++w) {
    for (std::size_t k = 0; k < shape.heads; ++k) {
      const Head h = head_of(qkv, shape, w, k);
      for (std::size_t i = 0; i < h.context; ++i) {
        float* row = weights.data() + ((w * shape.heads + k) * h.context + i) * h.context;
        softmax_row(h, i, row);
        float* y = out.data() + (w * h.context + i) * shape.dim + k * h.dim;
        for (std::size_t t = 0; t <= i; ++t)
          for (std::size_t j = 0; j < h.dim; ++j)
            y[j] += row[t] * h.value[t * h.stride + j];
      }
    }
  }
}

void attention_backward(ConstFloats qkv, const AttentionShape& shape, ConstFloats weights,
                        ConstFloats grad_out, Floats grad_qkv) {
  const std::size_t windows = grad_out.size() / (shape.context * shape.dim);
  for (std::size_t w = 0; w < windows; ++w) {
    for (std::size_t k = 0; k < shape.heads; ++k) {
      const Head h = head_of(qkv, shape, w, k);
      float* gradient = grad_qkv.data() + w * h.context * h.stride + k * h.dim;
      for (std::size_t i = 0; i < h.context; ++i) {
        const float* row = weights.data() + ((w * shape.heads + k) * h.context + i) * h.context;
        const float* dy = grad_out.data() + (w * h.context + i) * shape.dim + k * h.dim;
        backward_row(h, i, row, dy, shape.dim, gradient);
      }
    }
  }
}

} // namespace burler::workload

// The shape of an attention problem and its plain definition, for comparison.
//
// Causal means aligned at the end, as in FlashAttention 2.1: query i sees keys 0 .. i + (keys - queries).
// With fewer keys than queries the first rows see nothing; their output is 0 and their log-sum-exp is
// -infinity.
#pragma once

#include <cmath>
#include <cstddef>
#include <limits>
#include <vector>

// The reference is the judge, not the accused: leave it out of instrumented builds, which makes them much
// faster.
#if defined(__clang__) || defined(__GNUC__)
#define BURLER_REFERENCE __attribute__((no_sanitize("thread")))
#else
#define BURLER_REFERENCE
#endif

namespace burler::workload {

struct AttentionProblem {
  int queries = 0;
  int keys = 0;
  int heads = 1;
  int head_dim = 64;
  bool causal = false;

  /// Floats of Q and O [heads x queries x head_dim], of K and V [heads x keys x head_dim], of the
  /// log-sum-exp.
  std::size_t query_floats() const { return static_cast<std::size_t>(heads) * queries * head_dim; }
  std::size_t key_floats() const { return static_cast<std::size_t>(heads) * keys * head_dim; }
  std::size_t rows() const { return static_cast<std::size_t>(heads) * queries; }
  /// Keys that query `i` sees: the first so many.
  int visible_keys(int i) const {
    if (!causal) return keys;
    const int last = i + keys - queries + 1;
    return last < 0 ? 0 : last;
  }
};

template <class Real> struct AttentionOutput {
  std::vector<Real> out;
  std::vector<Real> log_sum_exp;
};

/// softmax(Q K^T / sqrt(head_dim)) V computed row by row in `Real`, two passes over the scores.
template <class Real>
BURLER_REFERENCE AttentionOutput<Real> plain_attention(const AttentionProblem& p, const float* q,
                                                       const float* k, const float* v) {
  const std::size_t dim = static_cast<std::size_t>(p.head_dim);
  AttentionOutput<Real> result{std::vector<Real>(p.query_floats()), std::vector<Real>(p.rows())};
  std::vector<Real> score_storage(static_cast<std::size_t>(p.keys));
  Real *scores = score_storage.data(), *out = result.out.data(), *lse = result.log_sum_exp.data();
  const Real scale = Real(1) / std::sqrt(static_cast<Real>(dim));
  for (std::size_t row = 0; row < p.rows(); ++row) {
    const std::size_t first_key = row / p.queries * p.keys * dim;
    const int visible = p.visible_keys(static_cast<int>(row % p.queries));
    Real largest = -std::numeric_limits<Real>::infinity(), sum = 0;
    for (int t = 0; t < visible; ++t) {
      Real dot = 0;
      for (std::size_t j = 0; j < dim; ++j)
        dot += static_cast<Real>(q[row * dim + j]) * static_cast<Real>(k[first_key + t * dim + j]);
      scores[t] = dot * scale;
      largest = scores[t] > largest ? scores[t] : largest;
    }
    for (int t = 0; t < visible; ++t)
      sum += scores[t] = std::exp(scores[t] - largest);
    for (int t = 0; t < visible; ++t)
      for (std::size_t j = 0; j < dim; ++j)
        out[row * dim + j] += scores[t] / sum * static_cast<Real>(v[first_key + t * dim + j]);
    lse[row] = visible ? largest + std::log(sum) : -std::numeric_limits<Real>::infinity();
  }
  return result;
}

/// The largest absolute difference; infinite values must agree in place, else the result is infinity. NaN
/// counts as infinity.
template <class Real>
BURLER_REFERENCE double largest_error(const Real* values, const std::vector<double>& reference) {
  double largest = 0;
  const double* expected = reference.data();
  for (std::size_t i = 0; i < reference.size(); ++i) {
    const double value = static_cast<double>(values[i]);
    const double error = value == expected[i] ? 0 : std::fabs(value - expected[i]);
    if (!(error <= largest)) largest = error >= 0 ? error : std::numeric_limits<double>::infinity();
  }
  return largest;
}

/// The acceptance rule of the FlashAttention tests: at most twice the error of the plain method in the same
/// precision. A floor of a few units in the last place keeps a lucky plain run from failing a good kernel.
inline bool error_is_acceptable(double error, double plain_error) { return error <= 2 * plain_error + 1e-6; }

} // namespace burler::workload

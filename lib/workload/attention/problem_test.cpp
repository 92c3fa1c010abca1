#include "workload/attention/problem.h"

#include <gtest/gtest.h>

namespace burler::workload {
namespace {

TEST(PlainAttention, OneKeyReturnsItsValue) {
  const AttentionProblem p{.queries = 2, .keys = 1, .heads = 1, .head_dim = 2};
  const std::vector<float> q{1, 2, 3, 4}, k{0.5f, -1}, v{7, 9};
  const auto result = plain_attention<double>(p, q.data(), k.data(), v.data());
  EXPECT_EQ(result.out, (std::vector<double>{7, 9, 7, 9}));
  EXPECT_NEAR(result.log_sum_exp[0], -1.5 / std::sqrt(2.0), 1e-12); // the only score
}

TEST(PlainAttention, EqualScoresAverageTheValues) {
  const AttentionProblem p{.queries = 1, .keys = 4, .heads = 1, .head_dim = 1};
  const std::vector<float> q{0}, k{1, 2, 3, 4}, v{1, 2, 3, 6};
  const auto result = plain_attention<double>(p, q.data(), k.data(), v.data());
  EXPECT_NEAR(result.out[0], 3, 1e-12);
  EXPECT_NEAR(result.log_sum_exp[0], std::log(4.0), 1e-12);
}

TEST(PlainAttention, CausalIsAlignedAtTheEndAndMaskedRowsAreZero) {
  const AttentionProblem p{.queries = 3, .keys = 2, .heads = 2, .head_dim = 1, .causal = true};
  EXPECT_EQ(p.visible_keys(0), 0);
  EXPECT_EQ(p.visible_keys(2), 2);
  const std::vector<float> q(6, 0), k(4, 1), v{2, 4, 10, 20};
  const auto result = plain_attention<double>(p, q.data(), k.data(), v.data());
  EXPECT_EQ(result.out, (std::vector<double>{0, 2, 3, 0, 10, 15}));
  EXPECT_EQ(result.log_sum_exp[0], -std::numeric_limits<double>::infinity());
}

TEST(PlainAttention, LargeScoresDoNotOverflow) {
  const AttentionProblem p{.queries = 1, .keys = 2, .heads = 1, .head_dim = 1};
  const std::vector<float> q{100}, k{100, 99}, v{1, 2};
  const auto result = plain_attention<float>(p, q.data(), k.data(), v.data());
  EXPECT_NEAR(result.out[0], 1, 1e-6);
}

TEST(Error, NanAndMisplacedInfinityAreNotSmall) {
  const double infinity = std::numeric_limits<double>::infinity();
  const std::vector<float> values{1, std::numeric_limits<float>::quiet_NaN()};
  EXPECT_EQ(largest_error(values.data(), {1, 2}), infinity);
  const std::vector<float> masked{-std::numeric_limits<float>::infinity(), 2.5f};
  EXPECT_EQ(largest_error(masked.data(), {-infinity, 2}), 0.5);
  EXPECT_EQ(largest_error(masked.data(), {3, 2}), infinity);
  EXPECT_TRUE(error_is_acceptable(2e-3, 1e-3));
  EXPECT_FALSE(error_is_acceptable(2.1e-3, 1e-3));
}

} // namespace
} // namespace burler::workload

// Shard arithmetic: which part of the work is ours. One contract for --shard, Slurm, Kubernetes, GoogleTest,
// Bazel.
#pragma once

#include "base/result.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace burler {

struct Shard {
  std::uint64_t index = 0;
  std::uint64_t count = 1; ///< at least 1, index < count

  /// Items are dealt round-robin, so neighbouring (similar) items spread evenly.
  bool owns(std::uint64_t item) const { return item % count == index; }
  std::string text() const { return std::to_string(index) + "/" + std::to_string(count); }
};

/// Parses "i/N" with 0 <= i < N.
Result<Shard> parse_shard(std::string_view text);

/// The first complete pair among SLURM_ARRAY_TASK_ID (with _MIN and _COUNT), JOB_COMPLETION_INDEX (with
/// JOB_COMPLETIONS), GTEST_SHARD_INDEX/GTEST_TOTAL_SHARDS, TEST_SHARD_INDEX/TEST_TOTAL_SHARDS; else 0/1.
Result<Shard> shard_from_environment();

} // namespace burler

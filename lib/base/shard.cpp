#include "base/shard.h"

#include <charconv>
#include <cstdlib>
#include <optional>

namespace burler {
namespace {

std::optional<std::uint64_t> number(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || text.empty()) return std::nullopt;
  return value;
}

std::optional<std::uint64_t> variable(const char* name) {
  const char* text = std::getenv(name);
  return text ? number(text) : std::nullopt;
}

struct Convention {
  const char* index;
  const char* count;
  const char* first; ///< variable with the smallest index, or null when indices start at 0
};

constexpr Convention conventions[] = {
    {"SLURM_ARRAY_TASK_ID", "SLURM_ARRAY_TASK_COUNT", "SLURM_ARRAY_TASK_MIN"},
    {"JOB_COMPLETION_INDEX", "JOB_COMPLETIONS", nullptr},
    {"GTEST_SHARD_INDEX", "GTEST_TOTAL_SHARDS", nullptr},
    {"TEST_SHARD_INDEX", "TEST_TOTAL_SHARDS", nullptr},
};

} // namespace

Result<Shard> parse_shard(std::string_view text) {
  const auto slash = text.find('/');
  const Error wrong{"shard '" + std::string(text) + "' is not of the form i/N with 0 <= i < N",
                    "write for example --shard 0/4"};
  if (slash == std::string_view::npos) return wrong;
  const auto index = number(text.substr(0, slash));
  const auto count = number(text.substr(slash + 1));
  if (!index || !count || *index >= *count) return wrong;
  return Shard{*index, *count};
}

Result<Shard> shard_from_environment() {
  for (const Convention& c : conventions) {
    auto index = variable(c.index);
    const auto count = variable(c.count);
    if (!index || !count) continue;
    const auto first = c.first ? variable(c.first) : std::nullopt;
    if (first && *index >= *first) *index -= *first;
    if (*index >= *count)
      return Error{std::string(c.index) + " is not below " + c.count, "give --shard i/N explicitly"};
    return Shard{*index, *count};
  }
  return Shard{};
}

} // namespace burler

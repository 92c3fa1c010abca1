// Which strategy runs which schedule of a campaign, and with which seed. Pure: schedule number in, plan out,
// so that shards and jobs need no talk and a campaign with one job can be repeated.
#pragma once

#include "base/result.h"

#include <cstdint>
#include <string>
#include <vector>

namespace burler::harness {

struct SchedulePlan {
  std::string strategy; ///< as the runtime knows it: "sticky:10"
  std::uint64_t seed = 0;
  std::uint32_t flags = 0; ///< runtime::RequestFlag
};

class Portfolio {
public:
  /// `text` is a comma-separated list of strategies, each used in turn; empty = the default mix. In a list
  /// "pct:3" is a strategy with its parameter.
  static Result<Portfolio> parse(const std::string& text, std::uint64_t seed);

  SchedulePlan plan(std::uint64_t schedule) const;
  const std::vector<std::string>& strategies() const { return strategies_; }

private:
  std::vector<std::string> strategies_;
  std::uint64_t seed_ = 1;
  bool automatic_ = true; ///< the default mix: schedule 0 undisturbed, some runs with spurious wake-ups
};

/// "90", "90s", "1500ms", "10m", "2h" in milliseconds; an error names the text.
Result<std::uint64_t> parse_duration_ms(const std::string& text);

} // namespace burler::harness

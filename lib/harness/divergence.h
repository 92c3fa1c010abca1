// How far the results of a program differ across schedules (R). Its result is what it names with
// burler::result, else what it printed and its exit status.
#pragma once

#include "harness/explore_session.h"

#include <nlohmann/json.hpp>

#include <map>
#include <string>
#include <vector>

namespace burler::harness {

class Divergence {
public:
  /// Runs that the runtime ended (deadlock, divergence, limit of steps) and crashes have no result.
  void learn(std::uint64_t schedule, const runtime::Arena& arena, const RunOutcome& outcome);
  /// "schedules", "by", "distinct", "outcomes" (the most frequent first), and for named numbers "numbers",
  /// each with least, most, mean, spread = (most - least) / |mean|, and R, the mean of |x - x0| / |x0| where
  /// x0 is the value of the lowest schedule number.
  nlohmann::json report() const;

private:
  struct Outcome {
    std::uint64_t schedules = 0;
    std::vector<std::uint64_t> seeds; ///< of the first few schedules
    std::vector<std::uint64_t> numbers;
    std::string strategy; ///< of the first
    std::string text;     ///< last line of the output, or the numbers
    int exit_status = 0;
  };
  struct Number {
    std::vector<std::pair<std::uint64_t, double>> values; ///< schedule, value
  };
  std::uint64_t runs_ = 0;
  bool named_ = false;
  std::map<std::string, Outcome> outcomes_;
  std::map<std::string, Number> numbers_;
};

} // namespace burler::harness

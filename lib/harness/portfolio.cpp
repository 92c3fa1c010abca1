#include "harness/portfolio.h"

#include "base/hash.h"
#include "runtime/protocol.h"
#include "sched/strategy.h"

#include <algorithm>
#include <charconv>

namespace burler::harness {
namespace {

// Ten slots dealt in turn. Reads-from search and SURW find most defects soonest (docs/comparisons.md), the
// first however many threads there are; POS is as good where the order on one object does not decide, and PCT
// and sticky random reach what needs long undisturbed stretches.
const std::vector<std::string> kMix = {"surw", "reads-from", "surw",  "pos",        "reads-from",
                                       "surw", "reads-from", "pct:3", "reads-from", "sticky:10"};

std::string known_strategies() {
  std::string names;
  for (std::uint32_t i = 0; i < sched::strategy_count; ++i)
    names += (i ? ", " : "") + std::string(sched::strategy_table[i]->name);
  return names;
}

} // namespace

Result<Portfolio> Portfolio::parse(const std::string& text, std::uint64_t seed) {
  Portfolio out;
  out.seed_ = seed;
  out.automatic_ = text.empty() || text == "portfolio";
  if (out.automatic_) {
    out.strategies_ = kMix;
    return out;
  }
  for (std::size_t start = 0; start <= text.size();) {
    const std::size_t end = std::min(text.find(',', start), text.size());
    const std::string one = text.substr(start, end - start);
    std::uint64_t parameter = 0;
    if (sched::find_strategy(one, parameter) == nullptr || one.size() > 60)
      return Error{"unknown strategy '" + one + "'", "use portfolio, " + known_strategies()};
    out.strategies_.push_back(one);
    start = end + 1;
  }
  return out;
}

SchedulePlan Portfolio::plan(std::uint64_t schedule) const {
  SchedulePlan plan;
  plan.seed = StableHash().add(seed_).add(schedule).value();
  if (automatic_ && schedule == 0) {
    plan.strategy = "default";
    return plan;
  }
  plan.strategy = strategies_[schedule % strategies_.size()];
  if (!automatic_) return plan;
  // Spurious wake-ups are allowed at any time by [thread.condition]; early timeouts by a slow machine. They
  // change the shape of executions, so most runs go without.
  if (plan.seed % 8 == 1) plan.flags |= runtime::flag_spurious_wake;
  if (plan.seed / 8 % 3 == 0) plan.flags |= runtime::flag_early_sleep;
  return plan;
}

Result<std::uint64_t> parse_duration_ms(const std::string& text) {
  double number = 0;
  const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const std::string unit(rest, text.data() + text.size());
  const double scale = unit == "ms"                  ? 1
                       : unit.empty() || unit == "s" ? 1e3
                       : unit == "m"                 ? 60e3
                       : unit == "h"                 ? 3600e3
                                                     : 0;
  if (error != std::errc() || scale == 0 || number <= 0 || number > 1e6)
    return Error{"'" + text + "' is no duration", "write 30s, 1500ms, 10m or 2h"};
  return static_cast<std::uint64_t>(number * scale);
}

} // namespace burler::harness

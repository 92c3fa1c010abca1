#include "harness/portfolio.h"

#include "base/hash.h"
#include "runtime/protocol.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace burler::harness {
namespace {

// Ten slots dealt in turn. Sticky random finds most defects soonest; PCT guards against deep ones; plain
// random is for short tests (mix after the comparison of strategies in docs/strategies.md).
const std::vector<std::string> kMix = {"sticky:10", "pct:3",     "sticky:20", "random",    "sticky:5",
                                       "pct:2",     "sticky:10", "pct:5",     "sticky:30", "pct:3"};
constexpr std::array kKnown = {"default", "random", "sticky", "pct", "pos", "surw", "delay", "round-robin"};

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
    const std::string name = one.substr(0, one.find(':'));
    if (std::find(kKnown.begin(), kKnown.end(), name) == kKnown.end() || one.size() > 60)
      return Error{"unknown strategy '" + one + "'",
                   "use default, random, sticky[:PERCENT], pct[:DEPTH] or portfolio"};
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
  const std::uint64_t round = schedule / strategies_.size();
  if (round % 4 == 2) plan.flags |= runtime::flag_spurious_wake;
  if (round % 4 == 3 && schedule % 2 == 0) plan.flags |= runtime::flag_early_sleep;
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

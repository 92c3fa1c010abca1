#include "sched/strategy.h"

namespace burler::sched {

const StrategyEntry* find_strategy(std::string_view text, std::uint64_t& parameter) {
  const auto colon = text.find(':');
  const std::string_view name = text.substr(0, colon);
  parameter = 0;
  if (colon != std::string_view::npos) {
    const std::string_view digits = text.substr(colon + 1);
    if (digits.empty() || digits.size() > 9) return nullptr;
    for (const char c : digits) {
      if (c < '0' || c > '9') return nullptr;
      parameter = parameter * 10 + static_cast<std::uint64_t>(c - '0');
    }
  }
  for (std::uint32_t i = 0; i < strategy_count; ++i)
    if (name == strategy_table[i]->name) return strategy_table[i];
  return nullptr;
}

} // namespace burler::sched

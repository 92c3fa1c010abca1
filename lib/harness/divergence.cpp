#include "harness/divergence.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstring>

namespace burler::harness {
namespace {

using nlohmann::json;

constexpr std::size_t kSeeds = 5, kOutcomes = 20;

std::string digits(double value) {
  char text[40];
  std::snprintf(text, sizeof text, "%.9g", value);
  return text;
}

json number_json(std::vector<std::pair<std::uint64_t, double>> values) {
  std::sort(values.begin(), values.end());
  const double first = values.front().second;
  double least = first, most = first, sum = 0, away = 0;
  for (const auto& [schedule, value] : values) {
    least = std::min(least, value);
    most = std::max(most, value);
    sum += value;
    away += std::abs(value - first);
  }
  const double count = static_cast<double>(values.size()), mean = sum / count;
  const auto relative = [](double difference, double to) {
    return to != 0 && std::isfinite(difference) ? json(difference / std::abs(to)) : json(nullptr);
  };
  return {{"least", least},
          {"most", most},
          {"mean", mean},
          {"spread", relative(most - least, mean)},
          {"R", relative(away / count, first)}};
}

} // namespace

void Divergence::learn(std::uint64_t schedule, const runtime::Arena& arena, const RunOutcome& outcome) {
  const runtime::Result& result = arena.result;
  if (outcome.server_lost || outcome.reply.timed_out != 0 || result.finished == 0) return;
  if (result.verdict != runtime::Verdict::completed && result.verdict != runtime::Verdict::failed_exit)
    return;
  ++runs_;
  OutputTail output = outcome.output;
  std::string key = std::to_string(result.exit_status), text = output.last_line();
  const std::uint32_t count = std::min(result.number_count, runtime::max_numbers);
  if (count != 0) text.clear();
  for (std::uint32_t i = 0; i < count; ++i) {
    const runtime::NamedNumber& number = arena.numbers[i];
    const std::string name(number.name, ::strnlen(number.name, sizeof number.name));
    numbers_[name].values.emplace_back(schedule, number.value);
    text += (text.empty() ? "" : ", ") + name + " = " + digits(number.value);
  }
  named_ |= count != 0;
  key += count != 0 ? "\n" + text : "\n" + std::to_string(output.total()) + output.text();
  Outcome& known = outcomes_[key];
  if (known.schedules++ == 0) {
    known.strategy.assign(arena.request.strategy,
                          ::strnlen(arena.request.strategy, sizeof arena.request.strategy));
    known.text = text;
    known.exit_status = result.exit_status;
  }
  if (known.seeds.size() < kSeeds) {
    known.seeds.push_back(arena.request.seed);
    known.numbers.push_back(schedule);
  }
}

json Divergence::report() const {
  std::vector<const Outcome*> sorted;
  for (const auto& [key, outcome] : outcomes_)
    sorted.push_back(&outcome);
  std::sort(sorted.begin(), sorted.end(), [](const Outcome* a, const Outcome* b) {
    return a->schedules != b->schedules ? a->schedules > b->schedules : a->numbers < b->numbers;
  });
  json list = json::array();
  for (const Outcome* outcome : sorted) {
    if (list.size() == kOutcomes) break;
    list.push_back({{"schedules", outcome->schedules},
                    {"exit_status", outcome->exit_status},
                    {"text", outcome->text},
                    {"strategy", outcome->strategy},
                    {"numbers", outcome->numbers},
                    {"seeds", outcome->seeds}});
  }
  json out = {{"schedules", runs_},
              {"by", named_ ? "burler::result" : "output and exit status"},
              {"distinct", outcomes_.size()},
              {"outcomes", std::move(list)}};
  for (const auto& [name, number] : numbers_)
    out["numbers"][name] = number_json(number.values);
  return out;
}

} // namespace burler::harness

#include "harness/event_profile.h"

#include "sched/random_source.h"

#include <algorithm>
#include <cmath>
#include <string_view>

namespace burler::harness {
namespace {

constexpr double kNewRunWeighs = 0.25;

using RunCounts = std::map<std::uint64_t, std::map<std::uint16_t, std::uint32_t>>;

RunCounts count_events(const runtime::Arena& arena) {
  RunCounts counts;
  const std::uint32_t steps = std::min(arena.result.step_count, runtime::max_steps_recorded);
  for (std::uint32_t i = 0; i < steps; ++i) {
    const sched::Step& step = arena.steps[i];
    if (step.object == 0 || step.object > runtime::max_objects || !sched::is_choice(step.op)) continue;
    const std::uint64_t subject = arena.objects[step.object - 1].subject;
    if (subject != 0) ++counts[subject][step.thread];
  }
  std::erase_if(counts, [](const auto& entry) { return entry.second.size() < 2; });
  return counts;
}

double total(const std::map<std::uint16_t, double>& counts) {
  double sum = 0;
  for (const auto& [thread, events] : counts)
    sum += events;
  return sum;
}

} // namespace

void EventProfile::learn(const runtime::Arena& arena) {
  const runtime::Result& result = arena.result;
  if (result.finished == 0 || result.truncated != 0) return;
  if (result.verdict != runtime::Verdict::completed && result.verdict != runtime::Verdict::failed_exit)
    return;
  const RunCounts run = count_events(arena);
  const std::lock_guard guard(mutex_);
  for (const auto& [subject, threads] : run) {
    const auto known = subjects_.find(subject);
    if (known == subjects_.end()) {
      Counts& counts = subjects_[subject];
      for (const auto& [thread, events] : threads)
        counts[thread] = events;
      continue;
    }
    for (auto& [thread, events] : known->second)
      events *= 1 - kNewRunWeighs;
    for (const auto& [thread, events] : threads)
      known->second[thread] += kNewRunWeighs * events;
  }
  const std::size_t threads = std::min(result.thread_count, runtime::max_threads);
  if (parents_.size() < threads) parents_.resize(threads);
  for (std::size_t i = 0; i < threads; ++i)
    parents_[i] = arena.threads[i].parent;
}

ChosenProfile EventProfile::choose(std::uint64_t seed, std::size_t count) const {
  ChosenProfile out;
  sched::RandomSource random(seed ^ 0x70726f66696c65ULL);
  const std::lock_guard guard(mutex_);
  std::vector<std::pair<std::uint64_t, double>> left;
  for (const auto& [subject, counts] : subjects_)
    left.emplace_back(subject, total(counts));
  std::vector<double> events(parents_.size());
  for (std::size_t n = std::min<std::size_t>(count, runtime::max_subjects); n > 0 && !left.empty(); --n) {
    double all = 0;
    for (const auto& entry : left)
      all += entry.second;
    double at = static_cast<double>(random.below(1ULL << 53)) / static_cast<double>(1ULL << 53) * all;
    std::size_t i = 0;
    while (i + 1 < left.size() && at >= left[i].second)
      at -= left[i++].second;
    out.subjects.push_back(left[i].first);
    for (const auto& [thread, number] : subjects_.at(left[i].first))
      if (thread < events.size()) events[thread] += number;
    left.erase(left.begin() + static_cast<std::ptrdiff_t>(i));
  }
  if (out.subjects.empty()) return out;
  for (std::size_t i = 0; i < parents_.size(); ++i)
    out.threads.push_back({parents_[i], 0, static_cast<std::uint32_t>(std::lround(events[i]))});
  return out;
}

std::size_t subjects_wanted(const std::string& strategy) {
  std::uint64_t parameter = 0;
  const sched::StrategyEntry* entry = sched::find_strategy(strategy, parameter);
  if (entry == nullptr || std::string_view(entry->name) != "surw") return 0;
  return std::max<std::size_t>(1, parameter);
}

} // namespace burler::harness

#include "profile.h"

#include "base/source_place.h"

#include <algorithm>
#include <cstdio>
#include <iostream>
#include <sys/resource.h>

namespace burler::lint {
namespace {

constexpr std::size_t slowest_shown = 10;

std::uint64_t own_peak() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<std::uint64_t>(usage.ru_maxrss) * 1024;
}

double whole(const extract::UnitProfile& unit) {
  return unit.timing.parse + unit.timing.extract + unit.write_seconds;
}

std::string seconds(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%9.3f s", value);
  return text;
}

void profile_units(const Options& options, std::vector<extract::UnitProfile> units, nlohmann::json& stats) {
  std::sort(units.begin(), units.end(), [](const auto& a, const auto& b) {
    return whole(a) != whole(b) ? whole(a) > whole(b) : a.file < b.file;
  });
  nlohmann::json list = nlohmann::json::array();
  std::size_t shown = 0;
  for (const extract::UnitProfile& unit : units) {
    const std::string file = report_path(unit.file, options.output.root);
    list.push_back({{"file", file},
                    {"parse", unit.timing.parse},
                    {"extract", unit.timing.extract},
                    {"write", unit.write_seconds}});
    if (shown++ == 0)
      std::cerr << "profile: the " << std::min(slowest_shown, units.size())
                << " slowest units: parse, extract, write\n";
    if (shown <= slowest_shown)
      std::cerr << "profile:" << seconds(unit.timing.parse) << seconds(unit.timing.extract)
                << seconds(unit.write_seconds) << "  " << file << '\n';
  }
  stats["profile"]["units"] = std::move(list);
}

} // namespace

void Profile::begin(const std::string& phase) {
  end();
  const auto known =
      std::find_if(phases_.begin(), phases_.end(), [&](const auto& each) { return each.first == phase; });
  current_ = static_cast<std::size_t>(known - phases_.begin());
  if (known == phases_.end()) phases_.emplace_back(phase, 0.0);
  running_ = true;
  start_ = Clock::now();
}

void Profile::end() {
  if (!running_) return;
  phases_[current_].second += std::chrono::duration<double>(Clock::now() - start_).count();
  running_ = false;
}

void describe_run(const Options& options, const extract::Extracted& extracted, const Profile& profile,
                  nlohmann::json& stats) {
  extract::UnitProfile sum;
  for (const extract::UnitProfile& unit : extracted.profile) {
    sum.timing.parse += unit.timing.parse;
    sum.timing.extract += unit.timing.extract;
    sum.write_seconds += unit.write_seconds;
  }
  double judging = 0;
  for (const auto& [name, time] : profile.phases())
    if (name == "read sources")
      stats["seconds_reading"] = time;
    else
      judging += time;
  stats["seconds_judging"] = judging;
  stats["worker_seconds"] = {
      {"parse", sum.timing.parse}, {"extract", sum.timing.extract}, {"write", sum.write_seconds}};
  stats["peak_memory_mib"] = {{"worker", extracted.worker_peak >> 20}, {"judge", own_peak() >> 20}};
  if (extracted.asked != 0)
    stats["cache"] =
        "cache hits " + std::to_string(extracted.hits) + " of " + std::to_string(extracted.asked);
  if (extracted.repeated != 0) stats["units_repeated"] = extracted.repeated;
  if (!options.profile) return;
  std::cerr << "profile: workers, all together:" << seconds(sum.timing.parse) << " parse"
            << seconds(sum.timing.extract) << " extract" << seconds(sum.write_seconds) << " write\n";
  profile_units(options, extracted.profile, stats);
  for (const auto& [name, time] : profile.phases()) {
    stats["profile"]["phases"][name] = time;
    std::cerr << "profile:" << seconds(time) << "  " << name << '\n';
  }
  if (extracted.asked != 0) std::cerr << "profile: " << stats["cache"].get<std::string>() << '\n';
  std::cerr << "profile: peak memory: largest worker " << (extracted.worker_peak >> 20) << " MiB, judge "
            << (own_peak() >> 20) << " MiB\n";
}

} // namespace burler::lint

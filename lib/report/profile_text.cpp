#include "report/profile_text.h"

#include "report/plain_text.h"

#include <algorithm>
#include <cstdarg>
#include <cstdio>

namespace burler::report {
namespace {

using nlohmann::json;

constexpr std::size_t most_locks = 12, most_waits = 5, most_pairs = 8, most_outcomes = 5;
constexpr std::size_t name_width = 30;

__attribute__((format(printf, 1, 2))) std::string format(const char* pattern, ...) {
  char text[512];
  va_list arguments;
  va_start(arguments, pattern);
  std::vsnprintf(text, sizeof text, pattern, arguments);
  va_end(arguments);
  return text;
}

double number(const json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_number() ? found->get<double>() : 0.0;
}
std::string words(const json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? plain(found->get<std::string>()) : "";
}
const json& part(const json& object, const char* key) {
  static const json none = json::array();
  const auto found = object.find(key);
  return found != object.end() ? *found : none;
}

std::string time(double us) {
  if (us >= 1e6) return format("%.2f s", us / 1e6);
  if (us >= 1e3) return format(us < 1e4 ? "%.1f ms" : "%.0f ms", us / 1e3);
  return format(us < 10 ? "%.2f us" : "%.0f us", us);
}
std::string percent(double share) { return format(share < 0.0995 ? "%.1f %%" : "%.0f %%", share * 100); }

std::string padded(const std::string& text, std::size_t width) {
  return text.size() < width ? text + std::string(width - text.size(), ' ') : text;
}

std::string head(const json& profile) {
  const double runs = number(profile, "runs");
  std::string out = format("profile: %.0f free run%s of %s", runs, runs == 1 ? "" : "s",
                           time(number(profile, "seconds") / std::max(1.0, runs) * 1e6).c_str()) +
                    ", " + percent(number(profile, "D")) +
                    " of the threads' time spent waiting for each other (D)";
  std::string kinds;
  for (const auto& [kind, seconds] : part(profile, "waiting").items())
    if (seconds.is_number() && seconds.get<double>() > 0 && kind != "joins")
      kinds += (kinds.empty() ? "" : ", ") + plain(kind) + " " +
               time(seconds.get<double>() / std::max(1.0, runs) * 1e6);
  return out + "\n" + (kinds.empty() ? "" : "  waited in one run: " + kinds + "\n");
}

/// What all names of locks and waits begin with: "app::"; said once, not in every line.
std::string scope_of(const json& profile) {
  std::vector<std::string> names;
  for (const char* list : {"locks", "waits"})
    for (const json& entry : part(profile, list))
      names.push_back(words(entry, "name"));
  return shared_scope(names);
}

/// "thread 3 (created at a.cpp:4 in main)" -> "thread 3"; "loader (thread 2, created at ...)" -> "loader
/// (thread 2)".
std::string short_thread(const std::string& name) {
  const bool numbered = name.starts_with("thread ");
  const std::size_t end = name.find(numbered ? " (" : ", created");
  return end == std::string::npos ? name : name.substr(0, end) + (numbered ? "" : ")");
}

std::string lock_lines(const json& lock, const std::string& scope) {
  std::string name = without_scope(words(lock, "name"), scope);
  if (const double n = number(lock, "instances"); n > 1) name += format(" (%.0f)", n);
  if (name.size() > name_width) name += "\n  " + std::string(name_width, ' ');
  std::string out = "  " + padded(name, name_width);
  const double count = number(lock, "count");
  out += format(" %9.0f %9s %9s %9s %9s %9s %8s\n", count,
                percent(count > 0 ? number(lock, "contended") / count : 0).c_str(),
                time(number(lock, "average_wait_us")).c_str(), time(number(lock, "longest_wait_us")).c_str(),
                time(number(lock, "average_hold_us")).c_str(), time(number(lock, "longest_hold_us")).c_str(),
                percent(number(lock, "waited_share")).c_str());
  if (!lock.contains("advice")) return out;
  std::size_t shown = 0;
  for (const json& place : part(lock, "places")) {
    if (++shown > 3) break;
    out += "      " + without_scope(words(place, "place"), scope) + ": " +
           format("%.0f times, waits %s, holds %s\n", number(place, "count"),
                  time(number(place, "average_wait_us")).c_str(),
                  time(number(place, "average_hold_us")).c_str());
  }
  return out + "    advice: " + words(lock["advice"], "text") + "\n";
}

std::string locks_text(const json& locks, const std::string& scope) {
  if (locks.empty()) return "  no lock was taken\n";
  std::string out = "  " + padded("lock", name_width) +
                    format(" %9s %9s %9s %9s %9s %9s %8s\n", "taken", "contended", "avg wait", "longest",
                           "avg hold", "longest", "waited");
  std::size_t shown = 0;
  for (const json& lock : locks) {
    if (shown++ == most_locks) break;
    out += lock_lines(lock, scope);
  }
  if (locks.size() > most_locks)
    out += format("  and %zu more, in the JSON report\n", locks.size() - most_locks);
  return out;
}

std::string waits_text(const json& profile, const std::string& scope) {
  std::string out;
  const double runs = std::max(1.0, number(profile, "runs"));
  std::size_t shown = 0;
  for (const json& wait : part(profile, "waits"))
    if (shown++ < most_waits && number(wait, "wait_seconds") > 0)
      out += "  other waits: " + without_scope(words(wait, "name"), scope) + " (" + words(wait, "kind") +
             "): " +
             format("%.0f times, %s in one run, longest %s\n", number(wait, "count"),
                    time(number(wait, "wait_seconds") / runs * 1e6).c_str(),
                    time(number(wait, "longest_wait_us")).c_str());
  shown = 0;
  for (const json& pair : part(profile, "wait_matrix"))
    if (shown++ < most_pairs)
      out += "  waited in one run: " + format("%9s ", time(number(pair, "seconds") / runs * 1e6).c_str()) +
             short_thread(words(pair, "waiter")) + " for " + short_thread(words(pair, "for")) + "\n";
  return out;
}

std::string results_text(const json& results) {
  const double runs = number(results, "schedules"), distinct = number(results, "distinct");
  if (runs == 0) return "";
  std::string out = format("results: %.0f schedules, %.0f distinct outcome%s by ", runs, distinct,
                           distinct == 1 ? "" : "s") +
                    words(results, "by") + "\n";
  for (const auto& [name, values] : part(results, "numbers").items()) {
    out += "  " + plain(name) +
           format(": %.6g to %.6g, mean %.6g", number(values, "least"), number(values, "most"),
                  number(values, "mean"));
    if (part(values, "spread").is_number()) out += ", spread " + percent(number(values, "spread"));
    if (part(values, "R").is_number()) out += ", R = " + percent(number(values, "R"));
    out += "\n";
  }
  if (distinct < 2) return out;
  std::size_t shown = 0;
  for (const json& outcome : part(results, "outcomes")) {
    if (shown++ == most_outcomes) break;
    out +=
        format("  %6.0f x exit status %.0f, ", number(outcome, "schedules"), number(outcome, "exit_status")) +
        (words(outcome, "text").empty() ? "no output" : words(outcome, "text").substr(0, 100));
    const json& seeds = part(outcome, "seeds");
    const json& numbers = part(outcome, "numbers");
    if (!seeds.empty() && seeds[0].is_number() && !numbers.empty() && numbers[0].is_number())
      out += format("  (first: schedule %llu, seed %llu, ", numbers[0].get<unsigned long long>(),
                    seeds[0].get<unsigned long long>()) +
             words(outcome, "strategy") + ")";
    out += "\n";
  }
  return out;
}

} // namespace

std::string profile_text(const json& profile) {
  if (!profile.is_object()) return "";
  std::string out;
  const std::string scope = scope_of(profile);
  if (number(profile, "runs") > 0)
    out = head(profile) + locks_text(part(profile, "locks"), scope) + waits_text(profile, scope);
  return out + results_text(part(profile, "results"));
}

} // namespace burler::report

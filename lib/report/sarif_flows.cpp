#include "report/sarif_location.h"

#include "report/text.h"

#include <map>
#include <vector>

namespace burler::report {

using nlohmann::json;

namespace {

constexpr std::ptrdiff_t most_steps = 1000; ///< the end of a story is where it breaks, so the end is kept

struct Step {
  std::string thread;
  std::string text;
  SourcePlace place;
};

} // namespace

std::string side_text(const Side& side, bool locks_matter) {
  std::string text = side.kind;
  if (!side.path.empty()) text += " of " + side.path;
  if (side.locks.empty()) return locks_matter ? text + ", holding no lock" : text;
  text += ", holding " + side.locks.front();
  for (std::size_t i = 1; i < side.locks.size(); ++i)
    text += ", " + side.locks[i];
  return text;
}

namespace {

/// The story in order: the witness when there is one, else each side with its callers.
std::vector<Step> story(const Finding& f) {
  std::vector<Step> steps;
  for (const WitnessStep& w : f.witness)
    steps.push_back({w.thread, w.text, w.location});
  if (!steps.empty()) return steps;
  for (const Side& side : f.sides) {
    for (const SourcePlace& frame : side.stack)
      steps.push_back({side.thread, "call in " + frame.function, frame});
    steps.push_back({side.thread, side_text(side, locks_matter(f)), side.location});
  }
  return steps;
}

} // namespace

json sarif_code_flows(const Finding& f) {
  std::vector<Step> steps = story(f);
  if (steps.size() > most_steps) steps.erase(steps.begin(), steps.end() - most_steps);
  if (steps.empty()) return json::array();
  std::map<std::string, std::size_t> numbers;
  std::vector<std::string> names;
  json woven = json::array(), per_thread = json::array();
  int order = 0;
  for (const Step& step : steps) {
    const auto [entry, fresh] = numbers.emplace(step.thread, numbers.size());
    if (fresh) {
      names.push_back(step.thread);
      per_thread.push_back({{"id", "T" + std::to_string(entry->second + 1)}, {"locations", json::array()}});
      if (!step.thread.empty()) per_thread.back()["message"] = {{"text", step.thread}};
    }
    const std::string mark = "[T" + std::to_string(entry->second + 1) + "] ";
    woven.push_back(
        {{"location", sarif_location(step.place, mark + step.text)}, {"executionOrder", ++order}});
    per_thread[entry->second]["locations"].push_back(
        {{"location", sarif_location(step.place, step.text)}, {"executionOrder", order}});
  }
  json flows = json::array();
  flows.push_back(
      {{"message", {{"text", "All threads interleaved"}}}, {"threadFlows", {{{"locations", woven}}}}});
  if (per_thread.size() > 1)
    flows.push_back({{"message", {{"text", "One flow per thread"}}}, {"threadFlows", per_thread}});
  return flows;
}

} // namespace burler::report

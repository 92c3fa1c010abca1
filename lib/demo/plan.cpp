#include "demo/plan.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>

namespace burler::demo {
namespace {

namespace fs = std::filesystem;
using Words = std::vector<std::string>;

struct Item {
  const char* engine;
  const char* program;
  const char* mutant; ///< null = the program as it is
  const char* title;
  Show show = Show::no;
};

/// One line a step. Titles are the demo's own; everything else about a mutant is in its mutant.json.
constexpr std::array<Item, 13> items{{
    {"lint", "trainloop", nullptr, "training loop as it is"},
    {"lint", "trainloop", "pull_without_lock", "parameters copied without the lock"},
    {"lint", "trainloop", "pull_under_wrong_lock", "parameters copied under another lock"},
    {"lint", "trainloop", "lock_order_swapped", "two locks taken in the other order"},
    {"stress", "trainloop", nullptr, "training loop as it is"},
    {"stress", "trainloop", "pull_without_lock", "parameters copied without the lock", Show::race},
    {"stress", "trainloop", "lock_order_swapped", "two locks taken in the other order", Show::deadlock},
    {"stress", "trainloop", "close_wakes_one_worker", "close() wakes one of two workers"},
    {"cuda", "attention", nullptr, "attention kernel as it is"},
    {"cuda", "attention", "missing_barrier_after_tile_load", "no barrier after loading a tile",
     Show::barrier},
    {"cuda", "attention", "thread_leaves_before_barrier", "threads leave before a barrier"},
    {"cuda", "attention", "plain_add_in_block", "shared counter without an atomic"},
    {"cuda", "attention", "host_reads_before_copy_is_done", "host reads before the copy is done"},
}};

/// The rules mutant.json lists for the engine.
Result<Words> expected_rules(const Places& places, const Item& item) {
  const fs::path path =
      fs::path(places.source) / "testdata" / "workloads" / item.program / item.mutant / "mutant.json";
  std::ifstream in(path);
  if (!in) return Error{"cannot read " + path.string(), "run the demo from a build tree: ci/demo"};
  const auto document = nlohmann::json::parse(in, nullptr, false);
  const nlohmann::json::json_pointer rules("/expect/" + std::string(item.engine) + "/rules");
  Words out;
  if (!document.is_discarded() && document.contains(rules) && document[rules].is_array())
    for (const auto& rule : document[rules])
      if (rule.is_string()) out.push_back(rule);
  if (out.empty()) return Error{path.string() + ": no rules are expected of " + item.engine, ""};
  return out;
}

Words lint_command(const Places& places, const Item& item) {
  const fs::path workload = fs::path(places.source) / "lib" / "workload" / "trainloop";
  Words words = {places.tools + "/burler-lint", "--models", workload / "models.json"};
  if (item.mutant) {
    words.insert(words.end(), {"-p", fs::path(places.workloads) / item.program / item.mutant});
    return words;
  }
  Words sources;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(workload, error))
    if (entry.path().extension() == ".cpp" && !entry.path().stem().string().ends_with("_test"))
      sources.push_back(entry.path());
  std::sort(sources.begin(), sources.end());
  words.insert(words.end(), sources.begin(), sources.end());
  words.insert(words.end(),
               {"--", "-std=c++20", "-I" + places.source + "/lib", "-DBURLER_DEFAULT_TEXT=\"docs\""});
  return words;
}

/// A clean program shows its silence over many schedules; a mutant ends at its first finding.
Words stress_command(const Places& places, const Item& item) {
  const fs::path folder = fs::path(places.workloads) / item.program / (item.mutant ? item.mutant : "clean");
  Words words = {places.tools + "/burler-stress", "--engine", "explore", "--seed", "1", "--out",
                 places.out + "/schedules"};
  if (item.mutant)
    words.insert(words.end(), {"--schedules", "2000", "--time", "40s", "--stop-on-first"});
  else
    words.insert(words.end(), {"--schedules", "500", "--time", "20s"});
  words.insert(words.end(), {"--", folder / "trainloop-explore", "--tiny"});
  return words;
}

Words cuda_command(const Places& places, const Item& item) {
  const fs::path folder =
      item.mutant ? fs::path(places.workloads) / item.program / item.mutant / "overlay/workload/attention"
                  : fs::path(places.source) / "lib/workload/attention";
  return {places.tools + "/burler-cuda", folder / "attention_forward.cu"};
}

Result<Step> make_step(const Places& places, const Item& item) {
  Step step;
  step.engine = item.engine;
  step.name = step.engine + "-" + (item.mutant ? item.mutant : "clean-" + std::string(item.program));
  step.title = item.title;
  step.show = item.show;
  step.report = places.out + "/steps/" + step.name + ".json";
  if (item.mutant) {
    step.folder = (fs::path(places.workloads) / item.program / item.mutant / "overlay/workload").string();
    auto rules = expected_rules(places, item);
    if (!rules) return rules.error();
    step.rules = *rules;
  }
  step.command = step.engine == "lint"     ? lint_command(places, item)
                 : step.engine == "stress" ? stress_command(places, item)
                                           : cuda_command(places, item);
  step.command.insert(step.command.begin() + 1, {"--json", step.report, "--quiet"});
  return step;
}

} // namespace

Result<std::vector<Step>> make_plan(const Places& places, const std::vector<std::string>& engines) {
  std::vector<Step> plan;
  for (const Item& item : items) {
    if (!engines.empty() && std::find(engines.begin(), engines.end(), item.engine) == engines.end()) continue;
    auto step = make_step(places, item);
    if (!step) return step.error();
    plan.push_back(*std::move(step));
  }
  return plan;
}

} // namespace burler::demo

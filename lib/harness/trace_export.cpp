#include "harness/trace_export.h"

#include <map>
#include <nlohmann/json.hpp>

namespace burler::harness {
namespace {

using nlohmann::json;
using sched::Op;

bool acquires(const StoryStep& step) {
  const bool locks = step.op == Op::lock || step.op == Op::lock_shared || step.op == Op::try_lock ||
                     step.op == Op::timed_lock;
  return locks && step.text.find("(fails)") == std::string::npos && !step.text.starts_with("times out");
}

bool releases(Op op) { return op == Op::unlock || op == Op::unlock_shared; }

} // namespace

std::string chrome_trace(const std::vector<StoryStep>& story, const std::vector<std::string>& thread_names) {
  json events = json::array();
  for (std::size_t i = 0; i < thread_names.size(); ++i)
    events.push_back({{"ph", "M"},
                      {"pid", 1},
                      {"tid", i},
                      {"name", "thread_name"},
                      {"args", {{"name", thread_names[i]}}}});
  for (const StoryStep& step : story) {
    if (step.left_out != 0) continue;
    const json where = {{"at", short_place(step.place)}, {"in", step.place.function}};
    // Locks overlap freely, so they are async slices, keyed by thread and lock.
    const std::string key = std::to_string(step.thread) + ":" + std::to_string(step.object);
    const std::string lock = "lock " + step.text.substr(step.text.rfind(' ') + 1);
    if (acquires(step))
      events.push_back({{"ph", "b"},
                        {"cat", "lock"},
                        {"id", key},
                        {"pid", 1},
                        {"tid", step.thread},
                        {"ts", step.index},
                        {"name", lock}});
    if (releases(step.op))
      events.push_back({{"ph", "e"},
                        {"cat", "lock"},
                        {"id", key},
                        {"pid", 1},
                        {"tid", step.thread},
                        {"ts", step.index + 1},
                        {"name", lock}});
    events.push_back({{"ph", "X"},
                      {"pid", 1},
                      {"tid", step.thread},
                      {"ts", step.index},
                      {"dur", 1},
                      {"name", step.text},
                      {"args", where}});
    if (step.op != Op::thread_create || step.object == 0) continue;
    events.push_back({{"ph", "s"},
                      {"cat", "create"},
                      {"id", step.object},
                      {"pid", 1},
                      {"tid", step.thread},
                      {"ts", step.index},
                      {"name", "create"}});
    for (const StoryStep& later : story) {
      if (later.thread != step.object || later.index < step.index) continue;
      events.push_back({{"ph", "f"},
                        {"bp", "e"},
                        {"cat", "create"},
                        {"id", step.object},
                        {"pid", 1},
                        {"tid", later.thread},
                        {"ts", later.index},
                        {"name", "create"}});
      break;
    }
  }
  const json document = {{"traceEvents", events}, {"displayTimeUnit", "ms"}};
  return document.dump(1, ' ', false, json::error_handler_t::replace) + "\n";
}

} // namespace burler::harness

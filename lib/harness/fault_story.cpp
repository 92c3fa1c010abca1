#include "harness/fault_story.h"

#include "sched/fault.h"

#include <algorithm>

namespace burler::harness {
namespace {

using sched::Fault;

constexpr std::size_t kNotedAtMost = 3;

std::string row_text(Fault fault, unsigned value) {
  switch (fault) {
  case Fault::thread_creation:
    return "FAULT: no thread can be created";
  case Fault::allocation:
    return "FAULT: the allocation fails";
  case Fault::short_io:
    return "FAULT: only " + std::to_string(value) + (value == 1 ? " byte is" : " bytes are") + " moved";
  default:
    return {};
  }
}

const char* noted(Fault fault) {
  if (fault == Fault::thread_creation) return "thread creation fail";
  return fault == Fault::allocation ? "an allocation fail" : "a read or write move fewer bytes";
}

template <typename Each>
void each_resource(const ArenaReader& reader, const runtime::Arena& arena, FindingBuilder& names, Each each) {
  const std::uint32_t count = std::min(arena.result.fault_count, runtime::max_faults);
  for (std::uint32_t i = 0; i < count; ++i) {
    const runtime::FaultRecord& record = arena.faults[i];
    const auto fault = static_cast<Fault>(record.choice.fault);
    if (row_text(fault, 0).empty()) continue;
    each(record, fault, names.frames().trim(reader.stack(record.stack)).location);
  }
}

} // namespace

void add_faults(std::vector<StoryStep>& story, const ArenaReader& reader, const runtime::Arena& arena,
                FindingBuilder& names) {
  each_resource(reader, arena, names,
                [&](const runtime::FaultRecord& record, Fault fault, const SourcePlace& place) {
                  StoryStep row;
                  row.index = record.step;
                  row.thread = record.choice.from;
                  row.text = row_text(fault, record.choice.to);
                  row.place = place;
                  const auto at = std::find_if(story.begin(), story.end(), [&](const StoryStep& step) {
                    return step.left_out == 0 && step.index >= record.step;
                  });
                  story.insert(at, std::move(row));
                });
}

std::string fault_note(const ArenaReader& reader, const runtime::Arena& arena, FindingBuilder& names) {
  std::string text;
  std::size_t count = 0;
  each_resource(reader, arena, names,
                [&](const runtime::FaultRecord&, Fault fault, const SourcePlace& place) {
                  if (count++ >= kNotedAtMost) return;
                  text += (text.empty() ? "; the schedule let " : ", ") + std::string(noted(fault));
                  if (const std::string where = short_place(place); !where.empty())
                    text += " (" + where +
                            (place.line == 0 || place.function.empty() ? "" : " in " + place.function) + ")";
                });
  if (count > kNotedAtMost) text += " and " + std::to_string(count - kNotedAtMost) + " more";
  return text;
}

} // namespace burler::harness

#include "harness/interleaving.h"

#include <algorithm>
#include <map>

namespace burler::harness {
namespace {

using sched::Op;

bool touches_memory(Op op) { return op >= Op::atomic_load && op <= Op::plain_write && op != Op::fence; }

/// Steps that only frame others and would crowd the story.
bool is_silent(Op op) {
  return op == Op::none || op == Op::thread_start || op == Op::yield || op == Op::clock ||
         op == Op::once_end || op == Op::fence;
}

std::string trimmed_to(const std::string& text, std::size_t width) {
  return text.size() <= width ? text : text.substr(0, width - 2) + "..";
}

} // namespace

bool names_thread(Op op) {
  return op == Op::thread_join || op == Op::thread_detach || op == Op::thread_create;
}

std::string object_name(const ArenaReader& reader, FindingBuilder& names, const sched::Step& step,
                        const SourcePlace& place) {
  if (names_thread(step.op)) return step.object == 0 ? "" : "thread " + std::to_string(step.object);
  if (step.object == 0) return {};
  RawFinding holder;
  const RawObject object = reader.object(step.object);
  holder.objects[step.object] = object;
  RawSide side;
  side.object = step.object;
  side.kind = touches_memory(step.op) ? "read" : "acquire";
  return names.names().path(holder, side, place);
}

std::string verb_of(Op op, std::uint8_t flags) {
  static const std::map<Op, const char*> verbs = {{Op::thread_exit, "ends"},
                                                  {Op::thread_create, "creates"},
                                                  {Op::thread_join, "joins"},
                                                  {Op::thread_detach, "detaches"},
                                                  {Op::lock, "locks"},
                                                  {Op::try_lock, "tries to lock"},
                                                  {Op::timed_lock, "locks (timed)"},
                                                  {Op::unlock, "unlocks"},
                                                  {Op::lock_shared, "locks shared"},
                                                  {Op::try_lock_shared, "tries to lock shared"},
                                                  {Op::timed_lock_shared, "locks shared (timed)"},
                                                  {Op::unlock_shared, "unlocks shared"},
                                                  {Op::cond_wait, "waits on"},
                                                  {Op::cond_timed_wait, "waits (timed) on"},
                                                  {Op::cond_wake, "wakes from"},
                                                  {Op::cond_signal, "notifies one on"},
                                                  {Op::cond_broadcast, "notifies all on"},
                                                  {Op::sem_wait, "takes semaphore"},
                                                  {Op::sem_try_wait, "tries semaphore"},
                                                  {Op::sem_timed_wait, "takes semaphore (timed)"},
                                                  {Op::sem_post, "posts semaphore"},
                                                  {Op::barrier_arrive, "arrives at barrier"},
                                                  {Op::barrier_leave, "leaves barrier"},
                                                  {Op::once_begin, "enters once"},
                                                  {Op::futex_wait, "waits for a change of"},
                                                  {Op::futex_resume, "resumes from"},
                                                  {Op::futex_wake, "wakes waiters of"},
                                                  {Op::atomic_load, "loads"},
                                                  {Op::atomic_store, "stores"},
                                                  {Op::atomic_rmw, "updates"},
                                                  {Op::atomic_cas, "compare-exchanges"},
                                                  {Op::plain_read, "reads"},
                                                  {Op::plain_write, "writes"},
                                                  {Op::sleep, "sleeps"},
                                                  {Op::wake, "wakes up"},
                                                  {Op::io, "does input or output"},
                                                  {Op::destroy, "destroys"},
                                                  {Op::interrupted, "continues after an interruption"}};
  const auto found = verbs.find(op);
  std::string text = found == verbs.end() ? sched::name_of(op) : found->second;
  if ((flags & sched::step_timed_out) != 0) text = "times out: " + text;
  const bool chosen = (flags & sched::step_fault) != 0;
  if ((flags & sched::step_failed) != 0)
    text += chosen ? " (fails though it could succeed)" : " (fails)";
  else if (chosen)
    text += " (spuriously)";
  return text;
}

/// An atomic operation that met another value than the newest.
bool foreseen(const sched::Step& step) { return step.flags & sched::step_foreseen; }
bool stale(const sched::Step& step) {
  return step.aux != 0 && sched::is_atomic(step.op) && !(foreseen(step) && step.op == sched::Op::atomic_load);
}

std::vector<StoryStep> tell(const ArenaReader& reader, const runtime::Arena& arena, FindingBuilder& names,
                            std::size_t most) {
  const std::uint32_t count = std::min(arena.result.step_count, runtime::max_steps_recorded);
  struct Group {
    std::uint32_t first, times;
  };
  std::vector<Group> groups;
  for (std::uint32_t i = 0; i < count; ++i) {
    const sched::Step& step = arena.steps[i];
    if (is_silent(step.op)) continue;
    if (!groups.empty()) {
      const sched::Step& last = arena.steps[groups.back().first];
      if (last.thread == step.thread && last.op == step.op && last.object == step.object &&
          last.flags == step.flags && stale(last) == stale(step)) {
        ++groups.back().times;
        continue;
      }
    }
    groups.push_back({i, 1});
  }
  std::vector<StoryStep> story;
  const std::size_t head = most / 5, tail = most - head;
  for (std::size_t g = 0; g < groups.size(); ++g) {
    if (groups.size() > most && g == head) {
      const std::size_t resume = groups.size() - tail;
      StoryStep gap;
      gap.left_out = groups[resume].first - groups[g].first;
      story.push_back(gap);
      g = resume;
    }
    const sched::Step& step = arena.steps[groups[g].first];
    StoryStep told;
    told.index = groups[g].first;
    told.thread = step.thread;
    told.op = step.op;
    told.object = step.object;
    if (step.site != 0) told.place = names.frames().trim({reader.address(step.site)}).location;
    if (is_system_file(told.place.file)) told.place = {};
    told.text = verb_of(step.op, step.flags);
    if (const std::string name = object_name(reader, names, step, told.place); !name.empty())
      told.text += " " + name;
    if (stale(step))
      told.text += step.op == sched::Op::atomic_store ? " before newer values" : " (an older value)";
    if (foreseen(step))
      told.text +=
          step.op == sched::Op::atomic_load ? " (a value stored later)" : " (its value was read before)";
    if (groups[g].times > 1) told.text += ", " + std::to_string(groups[g].times) + " times";
    story.push_back(std::move(told));
  }
  return story;
}

void add_ending(std::vector<StoryStep>& story, const RawFinding& finding, FindingBuilder& names) {
  static const std::map<std::string, const char*> endings = {{"acquire", "waits for ever for"},
                                                             {"wait", "waits for ever on"},
                                                             {"spin", "spins for ever on"},
                                                             {"notify", "notified nobody on"},
                                                             {"create", "created and never joined"},
                                                             {"crash", "fails here"},
                                                             {"destroy", "destroys"},
                                                             {"free", "frees"},
                                                             {"exit", "ended holding"}};
  const std::uint64_t last = story.empty() ? 0 : story.back().index;
  const bool race = finding.rule.starts_with("race/");
  for (const RawSide& side : finding.sides) {
    StoryStep step;
    step.index = last;
    step.thread = side.thread;
    step.object = side.object;
    step.place = names.frames().trim(side.stack).location;
    const auto ending = endings.find(side.kind);
    step.text = race ? "RACE: " + side.kind : ending == endings.end() ? side.kind : ending->second;
    if (const std::string name = names.names().path(finding, side, step.place); !name.empty())
      step.text += " " + name;
    story.push_back(std::move(step));
  }
}

std::vector<WitnessStep> witness_of(const std::vector<StoryStep>& story) {
  std::vector<WitnessStep> out;
  for (const StoryStep& step : story) {
    if (step.left_out != 0)
      out.push_back({"", "... " + std::to_string(step.left_out) + " steps left out", {}});
    else
      out.push_back({step.thread == 0 ? "main thread" : "thread " + std::to_string(step.thread), step.text,
                     step.place});
  }
  return out;
}

std::string table(const std::vector<StoryStep>& story, const std::vector<std::string>& thread_names,
                  std::size_t width) {
  std::vector<unsigned> threads;
  for (const StoryStep& step : story)
    if (step.left_out == 0 && std::find(threads.begin(), threads.end(), step.thread) == threads.end())
      threads.push_back(step.thread);
  std::sort(threads.begin(), threads.end());
  if (threads.empty()) return "(one thread, no steps)\n";
  constexpr std::size_t number_width = 7;
  const std::size_t column = std::clamp<std::size_t>((width - number_width) / threads.size(), 26, 52);
  std::string out = "   step";
  const auto cell = [&](const std::string& text) {
    return " " + trimmed_to(text, column - 2) +
           std::string(column - 1 - std::min(text.size(), column - 2), ' ');
  };
  for (const unsigned thread : threads)
    out += cell(thread < thread_names.size() ? thread_names[thread] : "thread " + std::to_string(thread));
  out += "\n";
  for (const StoryStep& step : story) {
    if (step.left_out != 0) {
      out += "    ... " + std::to_string(step.left_out) + " steps left out ...\n";
      continue;
    }
    const std::string number = std::to_string(step.index);
    out += std::string(number_width - std::min(number.size(), number_width), ' ') + number;
    const auto at =
        static_cast<std::size_t>(std::find(threads.begin(), threads.end(), step.thread) - threads.begin());
    out += std::string(at * column, ' ');
    std::string place = short_place(step.place);
    if (const auto slash = place.rfind('/'); slash != std::string::npos) place.erase(0, slash + 1);
    out += " " + trimmed_to(step.text, column - 2);
    if (!place.empty() && !step.place.file.empty()) out += "  [" + place + "]";
    out += "\n";
  }
  return out;
}

} // namespace burler::harness

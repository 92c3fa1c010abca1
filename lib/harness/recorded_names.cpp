#include "harness/recorded_names.h"

#include "harness/code_symbols.h"
#include "harness/interleaving.h"

#include <algorithm>
#include <filesystem>
#include <map>

namespace burler::harness {
namespace {

constexpr std::size_t kNamedAtMost = 4096;

class Symbols {
public:
  const CodeSymbols& of(const std::string& file) {
    return files_.try_emplace(file, CodeSymbols(file)).first->second;
  }

private:
  std::map<std::string, CodeSymbols> files_;
};

std::string in_words(const sched::Step& step, const std::string& object, const std::string& line,
                     const std::string& function) {
  std::string text = step.thread == 0 ? "main thread" : "thread " + std::to_string(step.thread);
  text += " " + verb_of(step.op, step.flags & ~std::uint32_t{sched::step_preempts});
  if (!object.empty()) text += " " + object;
  if (!line.empty()) text += " at " + line;
  if (!function.empty()) text += " in " + function;
  return text;
}

} // namespace

void add_names(sched::Recording& recording, const ArenaReader& reader, FindingBuilder& builder) {
  Symbols symbols;
  recording.point_names.clear();
  for (const sched::Site site : recording.point_sites) {
    const CodeAddress address = reader.address(site);
    recording.point_names.push_back(symbols.of(address.module).name_of(address.return_offset));
  }
  std::map<sched::Site, SourcePlace> places;
  recording.places.clear();
  recording.objects.clear();
  for (const sched::Step& step : recording.steps) {
    if (places.size() >= kNamedAtMost) return;
    const auto [entry, fresh] = places.try_emplace(step.site);
    if (fresh && step.site != 0) {
      entry->second = builder.frames().trim({reader.address(step.site)}).location;
      const bool known = !entry->second.file.empty();
      recording.places.push_back(
          {step.site, entry->second.function, known ? short_place(entry->second) : std::string()});
    }
    if (step.object == 0 || step.object > kNamedAtMost || names_thread(step.op)) continue;
    if (recording.objects.size() < step.object) recording.objects.resize(step.object);
    std::string& name = recording.objects[step.object - 1];
    if (name.empty()) name = object_name(reader, builder, step, entry->second);
  }
}

std::vector<std::string> modules_of(const sched::Recording& recording, const Target& target) {
  namespace fs = std::filesystem;
  std::error_code failed;
  std::vector<std::string> modules = recording.modules;
  const fs::path before = fs::path(recording.program).parent_path();
  const fs::path now = fs::path(target.program).parent_path();
  for (std::size_t i = 0; i < modules.size(); ++i) {
    if (i == 0) {
      modules[0] = fs::canonical(target.program, failed).string();
    } else if (before != now) { // libraries moved together with their program
      const fs::path moved = now / fs::path(modules[i]).lexically_relative(before);
      if (modules[i].starts_with(before.string() + "/") && fs::exists(moved, failed))
        modules[i] = moved.string();
    }
  }
  return modules;
}

FoundPoints find_points(const sched::Recording& recording, const Target& target) {
  FoundPoints found;
  Symbols symbols;
  const std::vector<std::string> modules = modules_of(recording, target);
  for (std::size_t i = 0; i < recording.point_sites.size(); ++i) {
    const sched::Site site = recording.point_sites[i];
    const std::string name = i < recording.point_names.size() ? recording.point_names[i] : "";
    const std::uint32_t module = sched::site_module(site);
    if (name.empty() || module >= modules.size()) {
      found.sites.push_back(site);
      continue;
    }
    const auto offset = symbols.of(modules[module]).offset_of(name);
    if (offset)
      found.sites.push_back(sched::make_site(module, *offset));
    else
      ++found.lost;
  }
  return found;
}

std::string recorded_step(const sched::Recording& recording, const sched::Step& step) {
  if (step.op == sched::Op::none) return "the end of the recording";
  const auto place = std::find_if(recording.places.begin(), recording.places.end(),
                                  [&](const sched::StepPlace& p) { return p.site == step.site; });
  const bool known = step.site != 0 && place != recording.places.end();
  std::string object;
  if (names_thread(step.op))
    object = step.object == 0 ? "" : "thread " + std::to_string(step.object);
  else if (step.object != 0 && step.object <= recording.objects.size())
    object = recording.objects[step.object - 1];
  return in_words(step, object, known ? place->line : "", known ? place->function : "");
}

std::string met_step(const sched::Step& step, const ArenaReader& reader, FindingBuilder& builder) {
  if (step.op == sched::Op::none) return "the program has ended, or the thread does not exist";
  SourcePlace place;
  if (step.site != 0) place = builder.frames().trim({reader.address(step.site)}).location;
  return in_words(step, object_name(reader, builder, step, place),
                  place.file.empty() ? "" : short_place(place), place.function);
}

} // namespace burler::harness

#include "harness/object_names.h"

#include <algorithm>

namespace burler::harness {
namespace {

const RawObject* find_object(const RawFinding& finding, unsigned object) {
  const auto found = finding.objects.find(object);
  return found == finding.objects.end() ? nullptr : &found->second;
}

/// Heap blocks hold no local variables; what is on a stack may be one.
bool no_local(const RawObject& object) { return object.where == Where::heap; }

/// The best name does not depend on the order of the sides: class-qualified ones first, then by text.
void sort_candidates(std::vector<std::string>& names) {
  std::sort(names.begin(), names.end(), [](const std::string& a, const std::string& b) {
    const bool qa = a.find("::") != std::string::npos, qb = b.find("::") != std::string::npos;
    return qa != qb ? qa : a < b;
  });
}

} // namespace

bool is_memory_access(const std::string& kind) {
  return kind == "read" || kind == "write" || kind == "free" || kind.starts_with("atomic");
}

std::string short_place(const SourcePlace& place) {
  if (place.file.empty()) return place.function;
  return place.line == 0 ? place.file : place.file + ":" + std::to_string(place.line);
}

std::string ObjectNames::thread(const RawFinding& finding, unsigned ordinal, const std::string& runs) {
  if (ordinal == 0) return "main thread";
  const std::string number = "thread " + std::to_string(ordinal);
  const auto found = finding.threads.find(ordinal);
  if (found == finding.threads.end()) return number;
  const RawThread& thread = found->second;
  const SourcePlace place = thread.created.empty() ? SourcePlace() : frames_.trim(thread.created).location;
  std::string created;
  if (!place.file.empty() && !is_system_file(place.file)) {
    created = "created at " + short_place(place);
    if (!place.function.empty()) created += " in " + place.function;
  } else if (!runs.empty()) {
    created = "runs " + runs;
  }
  if (thread.name.empty()) return created.empty() ? number : number + " (" + created + ")";
  return thread.name + " (" + number + (created.empty() ? "" : ", " + created) + ")";
}

std::string ObjectNames::global(const RawObject& object) {
  const DataSymbol& symbol = frames_.symbolizer().data(object.symbol.module, object.symbol.return_offset);
  std::string name = short_function(symbol.name);
  if (name.empty() || name == "??") return {};
  const std::uint64_t offset = object.symbol.return_offset - symbol.start;
  if (symbol.start != 0 && offset != 0 && offset < symbol.size) name += "+" + std::to_string(offset);
  return name;
}

std::string ObjectNames::lock(const RawFinding& finding, unsigned object) {
  const RawObject* found = find_object(finding, object);
  if (found == nullptr) return "a lock";
  std::string whole;
  if (found->where == Where::global) {
    whole = global(*found);
    if (!whole.empty() && whole.find('+') == std::string::npos) return whole;
  }
  if (!found->taken.empty()) {
    const SourcePlace place = frames_.trim(found->taken).location;
    const std::string name = lock_at(source_.line(place), place.column);
    if (!name.empty() && name.size() < 60) return qualified(name, place.function, no_local(*found));
  }
  if (!whole.empty()) return whole;
  const std::string described = description(finding, object);
  return described.empty() ? "a lock" : "a lock in a " + described;
}

std::string ObjectNames::held(const RawFinding& finding, const RawLock& held) {
  return lock(finding, held.object) + (held.shared ? " (shared)" : "");
}

std::string ObjectNames::path(const RawFinding& finding, const RawSide& side, const SourcePlace& location) {
  const RawObject* object = find_object(finding, side.object);
  if (object != nullptr && object->where == Where::global)
    if (std::string name = global(*object); !name.empty() && name.find('+') == std::string::npos) return name;
  const std::string_view line = source_.line(location);
  const bool memory = is_memory_access(side.kind);
  const std::string expression =
      memory ? expression_at(line, location.column) : lock_at(line, location.column);
  if (!expression.empty() && expression.size() < 80)
    return qualified(expression, location.function, object != nullptr && no_local(*object));
  if (object != nullptr && !memory) return lock(finding, side.object);
  return object != nullptr && object->where == Where::global ? global(*object) : "";
}

std::string ObjectNames::subject(const RawFinding& finding) {
  std::vector<std::string> names;
  for (const RawSide& side : finding.sides) {
    if (finding.object != 0 && side.object != finding.object) continue;
    if (side.object == 0) continue;
    if (std::string name = path(finding, side, frames_.trim(side.stack).location); !name.empty())
      names.push_back(std::move(name));
  }
  if (!names.empty()) {
    sort_candidates(names);
    return names.front();
  }
  const RawObject* object = find_object(finding, finding.object);
  if (object != nullptr && object->where == Where::heap) {
    const SourcePlace place = frames_.trim(object->allocated).location;
    return place.file.empty() ? "a heap block" : "heap block allocated in " + place.function;
  }
  if (object != nullptr && object->where == Where::stack) return "a local variable";
  return object == nullptr ? "" : "memory";
}

std::string ObjectNames::description(const RawFinding& finding, unsigned object) {
  const RawObject* found = find_object(finding, object);
  if (found == nullptr) return {};
  switch (found->where) {
  case Where::global:
    return "global variable";
  case Where::stack:
    return "stack of " + (found->thread == 0 ? "the main thread" : "thread " + std::to_string(found->thread));
  case Where::tls:
    return "thread-local variable";
  case Where::heap: {
    std::string text = "heap block";
    if (found->size != 0) text += " of " + std::to_string(found->size) + " bytes";
    const SourcePlace place = frames_.trim(found->allocated).location;
    if (!place.file.empty()) text += " allocated at " + short_place(place);
    return text;
  }
  case Where::unknown:
    break;
  }
  return {};
}

} // namespace burler::harness

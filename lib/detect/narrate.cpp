#include "detect/narrate.h"

#include "summary/dump.h"

namespace burler::detect {

std::string path_name(const Facts& facts, PathId path) {
  AccessPath full = facts.paths[path];
  full.root = facts.paths.original(full.root);
  const summary::Program& program = facts.program;
  if (full.root.kind == RootKind::global) {
    const summary::Global* g = program.global(full.root.entity);
    const summary::Function none;
    std::string text = summary::path_text(program.symbols, none, full);
    if (g == nullptr) return text;
    const std::string raw = "::" + program.symbols.text(full.root.entity);
    if (const auto at = text.find(raw); at != std::string::npos)
      text.replace(at, raw.size(), program.symbols.text(g->name));
    return text;
  }
  const summary::Function* f = program.function(full.root.entity);
  const summary::Function none;
  if (full.root.kind == RootKind::self) full.root.entity = {};
  return summary::path_text(program.symbols, f == nullptr ? none : *f, full);
}

std::string subject_name(const Facts& facts, const Subject& subject) {
  const SymbolTable& names = facts.program.symbols;
  if (subject.variable != 0) {
    const PathRoot root = facts.paths.original(facts.paths[subject.variable].root);
    const summary::Function* f = facts.program.function(root.entity);
    const std::string name = path_name(facts, subject.variable);
    return f == nullptr ? name : name + " (in " + names.text(f->name) + ")";
  }
  if (!subject.owner) {
    const summary::Global* g = facts.program.global(subject.name);
    return names.text(g == nullptr ? subject.name : g->name);
  }
  const summary::Class* c = facts.program.find_class(subject.owner);
  if (c == nullptr || c->is_lambda) return names.text(subject.name);
  return names.text(c->name) + "::" + names.text(subject.name);
}

std::string lock_name(const Facts& facts, std::uint32_t item) {
  const std::string name = subject_name(facts, subject_of(facts, lock_of(item)));
  return mode_of(item) == LockMode::shared ? name + " (shared)" : name;
}

std::vector<std::string> lock_names(const Facts& facts, SetId held) {
  std::vector<std::string> names;
  for (const std::uint32_t item : facts.sets[held])
    names.push_back(lock_name(facts, item));
  return names;
}

SourcePlace place_of(const Analysis& analysis, Symbol function, const summary::Place& place) {
  const summary::Program& program = *analysis.program;
  SourcePlace out;
  if (place.file < program.files.size())
    out.file = report_path(program.files[place.file], analysis.options.root);
  out.line = place.line;
  out.column = place.column;
  if (const summary::Function* f = program.function(function)) out.function = program.symbols.text(f->name);
  return out;
}

std::string thread_name(const Analysis& analysis, std::uint32_t thread) {
  const Thread& t = analysis.threads->threads()[thread];
  const summary::Program& program = *analysis.program;
  const summary::Function* f = program.function(t.entry);
  const std::string name = f == nullptr ? "?" : program.symbols.text(f->name);
  switch (t.kind) {
  case Thread::Kind::main:
    return "main thread";
  case Thread::Kind::entry:
  case Thread::Kind::caller:
    return "callers of " + name;
  case Thread::Kind::method:
    return "callers of " + name;
  case Thread::Kind::life:
  case Thread::Kind::library:
    return "caller of " + name;
  case Thread::Kind::world:
    return "users of the class";
  case Thread::Kind::forked:
    break;
  }
  const Fork* fork = analysis.threads->fork_of(t);
  const SourcePlace at = place_of(analysis, fork->origin.function, fork->origin.place);
  return (t.many ? "one of several " : "") + name + " (started at " + at.file + ":" +
         std::to_string(at.line) + ")";
}

constexpr std::ptrdiff_t most_frames = 20; ///< shown at each end of a call path

std::vector<SourcePlace> stack_of(const Analysis& analysis, const Origin& origin) {
  std::vector<FrameId> frames;
  for (FrameId f = origin.stack; f != 0; f = analysis.facts->frames[f].next)
    frames.push_back(f);
  // Nobody reads the middle of a path of a thousand calls.
  if (frames.size() > 2 * most_frames) frames.erase(frames.begin() + most_frames, frames.end() - most_frames);
  std::vector<SourcePlace> out;
  for (const FrameId f : frames) {
    const Frame& frame = analysis.facts->frames[f];
    out.push_back(place_of(analysis, frame.function, frame.place));
  }
  return out;
}

Side side_of(const Analysis& analysis, const Instance& instance) {
  const Access& a = *instance.access;
  Side side;
  side.thread = thread_name(analysis, instance.thread);
  side.kind = std::string(a.atomic ? "atomic-" : "") + (a.write ? "write" : "read");
  side.path = path_name(*analysis.facts, instance.path);
  side.locks = lock_names(*analysis.facts, instance.held);
  side.location = place_of(analysis, a.origin.function, a.origin.place);
  side.stack = stack_of(analysis, a.origin);
  return side;
}

Side side_in(const Analysis& analysis, Symbol entry, std::string kind, PathId path, SetId held,
             const Origin& origin) {
  Side side;
  const summary::Function* f = analysis.program->function(entry);
  side.thread = "callers of " + (f == nullptr ? "?" : analysis.program->symbols.text(f->name));
  side.kind = std::move(kind);
  if (path != 0) side.path = path_name(*analysis.facts, path);
  side.locks = lock_names(*analysis.facts, held);
  side.location = place_of(analysis, origin.function, origin.place);
  side.stack = stack_of(analysis, origin);
  return side;
}

} // namespace burler::detect

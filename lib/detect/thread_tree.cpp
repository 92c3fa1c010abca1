#include "detect/thread_tree.h"

#include "detect/call_graph.h"
#include "detect/function_analysis.h"

#include <algorithm>
#include <map>

namespace burler::detect {
namespace {

constexpr std::size_t most_threads = 4000;
constexpr unsigned deepest_nesting = 6;

bool owns_lock(const summary::Class& c) {
  return std::any_of(c.fields.begin(), c.fields.end(),
                     [](const summary::Field& f) { return f.type.has(summary::type_lock); });
}

} // namespace

ThreadTree::ThreadTree(Facts& facts, const CallGraph& calls, const Options& options) : facts_(facts) {
  const summary::Program& program = facts.program;
  std::vector<std::uint32_t> roots;
  for (std::uint32_t i = 0; i < program.functions.size(); ++i) {
    const summary::Function& f = program.functions[i];
    if (f.blocks.empty() || !(f.has(summary::fn_main) || f.has(summary::fn_entry))) continue;
    roots.push_back(i);
    add_root(f.has(summary::fn_main) ? Thread::Kind::main : Thread::Kind::entry, f.usr,
             !f.has(summary::fn_main));
  }
  const auto reached = calls.reachable(roots);
  if (options.library_roots)
    for (const summary::Class& c : program.classes) {
      const auto& shared = options.shared_classes;
      const bool named =
          std::find(shared.begin(), shared.end(), program.symbols.text(c.name)) != shared.end();
      if (!c.is_lambda && !c.in_system_header && (named || owns_lock(c))) add_class(c, reached);
    }
  for (std::uint32_t i = 0; i < program.functions.size(); ++i) {
    const summary::Function& f = program.functions[i];
    const auto found = facts.summaries.find(f.usr);
    if (reached.contains(i) || calls.has_callers(i) || found == facts.summaries.end()) continue;
    const bool covered =
        std::any_of(threads_.begin(), threads_.end(), [&](const Thread& t) { return t.entry == f.usr; });
    if (!covered && !f.has(summary::fn_lambda) && !found->second.forks.empty())
      add_root(Thread::Kind::library, f.usr, false);
  }
  collect_stores();
}

void ThreadTree::add_root(Thread::Kind kind, Symbol entry, bool many) {
  Thread t;
  t.kind = kind;
  t.entry = entry;
  t.many = many;
  threads_.push_back(t);
  handed_over_.emplace_back();
  add_forks(static_cast<std::uint32_t>(threads_.size() - 1));
}

void ThreadTree::add_class(const summary::Class& c, const std::unordered_set<std::uint32_t>& reached) {
  const summary::Program& program = facts_.program;
  const auto methods = program.methods.find(c.usr);
  if (methods == program.methods.end()) return;
  for (const std::uint32_t m : methods->second)
    if (reached.contains(m)) return;
  Thread world;
  world.kind = Thread::Kind::world;
  world.class_usr = c.usr;
  const auto parent = static_cast<std::int64_t>(threads_.size());
  threads_.push_back(world);
  handed_over_.emplace_back();
  for (const std::uint32_t m : methods->second) {
    const summary::Function& f = program.functions[m];
    const bool life = f.has(summary::fn_constructor) || f.has(summary::fn_destructor);
    if ((!life && !f.has(summary::fn_public)) || f.has(summary::fn_static)) continue;
    Thread t;
    t.kind = life ? Thread::Kind::life : Thread::Kind::method;
    t.parent = parent;
    t.entry = f.usr;
    t.class_usr = c.usr;
    t.many = !life;
    t.depth = 1;
    threads_.push_back(t);
    handed_over_.emplace_back();
    add_forks(static_cast<std::uint32_t>(threads_.size() - 1));
  }
}

void ThreadTree::add_forks(std::uint32_t thread) {
  const Thread parent = threads_[thread];
  const auto found = facts_.summaries.find(parent.entry);
  if (found == facts_.summaries.end() || parent.depth >= deepest_nesting) return;
  const auto& forks = found->second.forks;
  for (std::uint32_t i = 0; i < forks.size() && threads_.size() < most_threads; ++i) {
    const Fork& f = forks[i];
    if (!f.callee || !facts_.summaries.contains(f.callee)) continue;
    Thread t;
    t.kind = Thread::Kind::forked;
    t.parent = thread;
    t.fork = i;
    t.entry = f.callee;
    t.many = (f.flags & summary::flag_many) != 0 || facts_.sets.contains(f.at.active, i + 1);
    t.lost_handle = (f.flags & (summary::flag_detached | summary::flag_scoped)) == 0 &&
                    std::all_of(facts_.sets[f.handles].begin(), facts_.sets[f.handles].end(),
                                [&](PathId h) { return facts_.paths[h].root.kind == RootKind::call_result; });
    t.depth = parent.depth + 1;
    threads_.push_back(t);
    AliasEnv env;
    PathContext context = facts_.context();
    for (const auto& [key, binding] : f.snapshot)
      env.bind(context, key, binding);
    handed_over_.push_back(std::move(env));
    add_forks(static_cast<std::uint32_t>(threads_.size() - 1));
  }
}

const Fork* ThreadTree::fork_of(const Thread& thread) const {
  if (thread.kind != Thread::Kind::forked) return nullptr;
  const Thread& parent = threads_[static_cast<std::size_t>(thread.parent)];
  return &facts_.summaries.at(parent.entry).forks[thread.fork];
}

/// Addresses of variables left in fields and globals, when the program leaves only one there. Heap objects
/// are left out: before they are published only their maker can reach them.
void ThreadTree::collect_stores() {
  std::map<PathId, Binding> unique;
  std::unordered_set<PathId> several;
  const auto note = [&](std::uint32_t thread, PathId key, const Binding& b) {
    if (!b.by_reference) return;
    const PathId to = locate(thread, key), target = locate(thread, b.target);
    if (to == 0) return;
    if (target == 0 || facts_.paths[target].root.kind == RootKind::allocation) {
      several.insert(to);
      return;
    }
    const auto [entry, added] = unique.try_emplace(to, Binding{target, true, b.callee});
    if (!added && entry->second.target != target) several.insert(to);
  };
  for (std::uint32_t t = 0; t < threads_.size(); ++t) {
    if (const auto found = facts_.summaries.find(threads_[t].entry); found != facts_.summaries.end())
      for (const auto& [key, binding] : found->second.stores)
        note(t, key, binding);
    if (const Fork* f = fork_of(threads_[t]))
      for (const auto& [key, binding] : f->snapshot)
        if (!facts_.paths[key].steps.empty())
          note(static_cast<std::uint32_t>(threads_[t].parent), key, binding);
  }
  PathContext context = facts_.context();
  for (const auto& [key, binding] : unique)
    if (!several.contains(key)) stores_.bind(context, key, binding);
}

PathId ThreadTree::locate(std::uint32_t thread, PathId path) {
  if (path == 0) return 0;
  const std::uint64_t key = (std::uint64_t{thread} << 32) | path;
  if (const auto found = located_.find(key); found != located_.end()) return found->second;
  const AccessPath full = facts_.paths[path];
  const Thread& t = threads_[thread];
  PathId result = 0;
  switch (full.root.kind) {
  case RootKind::none:
    break;
  case RootKind::global:
    result = path;
    break;
  case RootKind::self:
  case RootKind::formal:
    if (facts_.paths.owner(full.root) >= 0) {
      result = path;
    } else if (t.kind == Thread::Kind::forked) {
      result = locate_forked(thread, path);
    } else if (full.root.kind == RootKind::self && t.class_usr) {
      const PathRoot object{RootKind::self, 0, t.class_usr};
      result =
          facts_.paths.intern({facts_.paths.own(object, static_cast<std::uint32_t>(t.parent)), full.steps});
    }
    break;
  default:
    result = facts_.paths.intern({facts_.paths.own(full.root, thread), full.steps});
  }
  located_[key] = result;
  return result;
}

PathId ThreadTree::locate_forked(std::uint32_t thread, PathId path) {
  const Thread& t = threads_[thread];
  const Fork& f = *fork_of(t);
  const summary::Function* entry = facts_.program.function(t.entry);
  const Symbol parent_entry = threads_[static_cast<std::size_t>(t.parent)].entry;
  CallSite site(facts_, t.entry, parent_entry, 0, handed_over_[thread], f.self, f.operands, f.by_reference);
  const PathId there = site.translate(path);
  if (there == 0) return 0;
  // A callable object is copied into the thread; only what it refers to is shared.
  const bool copied = entry != nullptr && entry->has(summary::fn_lambda) && f.self != 0;
  if (copied && facts_.paths[path].root.kind == RootKind::self && facts_.paths.starts_with(there, f.self)) {
    const auto& steps = facts_.paths[there].steps;
    const std::size_t from = facts_.paths[f.self].steps.size();
    if (std::none_of(steps.begin() + static_cast<std::ptrdiff_t>(from), steps.end(),
                     [](const PathStep& s) { return s.kind == StepKind::deref; }))
      return 0;
  }
  return locate(static_cast<std::uint32_t>(t.parent), there);
}

PathId ThreadTree::canonical(std::uint32_t thread, PathId path) {
  const PathId there = locate(thread, path);
  if (there == 0) return 0;
  const auto [entry, added] = canonical_.try_emplace(there, 0);
  if (!added) return entry->second;
  PathContext context = facts_.context();
  const PathId result = stores_.resolve(context, there);
  canonical_[there] = result;
  return result;
}

SetId ThreadTree::canonical_paths(std::uint32_t thread, SetId set) {
  return facts_.sets.map(set, [&](std::uint32_t p) { return canonical(thread, p); });
}

SetId ThreadTree::canonical_held(std::uint32_t thread, SetId set) {
  return facts_.sets.map(set, [&](std::uint32_t item) {
    const PathId lock = canonical(thread, lock_of(item));
    return lock == 0 ? 0 : held_item(lock, mode_of(item));
  });
}

} // namespace burler::detect

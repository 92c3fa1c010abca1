#include "detect/thread_tree.h"

#include "detect/call_graph.h"
#include "detect/function_analysis.h"
#include "detect/lock_narrate.h"

#include <algorithm>
#include <map>

namespace burler::detect {
namespace {

constexpr std::size_t most_threads = 4000;
constexpr unsigned deepest_nesting = 6;
constexpr std::size_t most_bases = 16;

bool owns_lock(const summary::Class& c) {
  return std::any_of(c.fields.begin(), c.fields.end(),
                     [](const summary::Field& f) { return f.type.has(summary::type_lock); });
}

/// A member is the handle of a thread, or points to one.
bool keeps_thread(const summary::Program& program, const summary::Class& c) {
  return std::any_of(c.fields.begin(), c.fields.end(), [&](const summary::Field& f) {
    return f.type.has(summary::type_sole_thread) ||
           program.symbols.text(f.type.spelling).find("std::thread") != std::string::npos;
  });
}

/// A lock that other callers can hold too: not a variable of this function.
bool takes_outer_lock(const summary::Function& f) {
  const auto outer = [](const AccessPath& lock) {
    return lock.root.kind == RootKind::formal || lock.root.kind == RootKind::self ||
           lock.root.kind == RootKind::global;
  };
  for (const summary::Block& block : f.blocks)
    for (const summary::Event& e : block.events) {
      if (e.kind == summary::EventKind::acquire && outer(e.path)) return true;
      if (e.kind == summary::EventKind::guard_init &&
          std::any_of(e.operands.begin(), e.operands.end(), outer))
        return true;
    }
  return false;
}

/// The class and its bases, nearest first.
std::vector<const summary::Class*> family(const summary::Program& program, const summary::Class& c) {
  std::vector<const summary::Class*> all{&c};
  for (std::size_t i = 0; i < all.size() && all.size() < most_bases; ++i)
    for (const Symbol base : all[i]->bases)
      if (const summary::Class* b = program.find_class(base);
          b != nullptr && !b->in_system_header && std::find(all.begin(), all.end(), b) == all.end())
        all.push_back(b);
  return all;
}

/// The method touches the object that it is called on.
bool uses_object(const summary::Function& f) {
  const auto is = [](const AccessPath& path) { return path.root.kind == RootKind::self; };
  for (const summary::Block& block : f.blocks)
    for (const summary::Event& e : block.events)
      if (is(e.path) || is(e.dst) || (e.has_self && is(e.self)) ||
          std::any_of(e.operands.begin(), e.operands.end(), is))
        return true;
  return false;
}

/// One formal by which the function may be given another object of the class it belongs to.
bool is_lent(const summary::Function& f, const summary::Variable& formal) {
  return formal.type.class_usr == f.class_usr &&
         (formal.type.has(summary::type_reference) || formal.type.has(summary::type_pointer));
}

/// `T&&` is handed over: no other thread has it.
bool is_handed_over(const summary::Program& program, const summary::Type& type) {
  const std::string& text = program.symbols.text(type.spelling);
  return text.size() > 2 && text.compare(text.size() - 2, 2, "&&") == 0;
}

} // namespace

ThreadTree::ThreadTree(Facts& facts, const CallGraph& calls, const Options& options)
    : facts_(facts), points_to_(facts) {
  const summary::Program& program = facts.program;
  std::vector<std::uint32_t> roots, mains;
  for (std::uint32_t i = 0; i < program.functions.size(); ++i) {
    const summary::Function& f = program.functions[i];
    if (f.blocks.empty() || !(f.has(summary::fn_main) || f.has(summary::fn_entry))) continue;
    roots.push_back(i);
    if (f.has(summary::fn_main)) mains.push_back(i);
    add_root(f.has(summary::fn_main) ? Thread::Kind::main : Thread::Kind::entry, f.usr,
             !f.has(summary::fn_main));
  }
  const auto reached = calls.reachable(roots), followed = calls.reachable(mains);
  if (options.library_roots)
    for (const summary::Class& c : program.classes) {
      const auto& shared = options.shared_classes;
      const bool named =
          std::find(shared.begin(), shared.end(), program.symbols.text(c.name)) != shared.end();
      if (!c.is_lambda && !c.in_system_header && (named || is_shared(c))) add_class(c, reached, followed);
    }
  for (std::uint32_t i = 0; i < program.functions.size(); ++i) {
    const summary::Function& f = program.functions[i];
    const auto found = facts.summaries.find(f.usr);
    const bool life = f.has(summary::fn_constructor) || f.has(summary::fn_destructor);
    if (reached.contains(i) || calls.has_callers(i) || found == facts.summaries.end()) continue;
    const bool covered =
        std::any_of(threads_.begin(), threads_.end(), [&](const Thread& t) { return t.entry == f.usr; });
    if (covered || f.has(summary::fn_lambda)) continue;
    if (!found->second.forks.empty())
      add_root(Thread::Kind::library, f.usr, false);
    else if (options.library_roots && !found->second.acquisitions.empty() && !life)
      add_root(Thread::Kind::caller, f.usr, true);
  }
  collect_stores();
  solve_pointers();
  find_own_handles();
  inherited_.resize(threads_.size());
  for (std::uint32_t t = 0; t < threads_.size(); ++t)
    find_inherited(t);
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

/// That a class takes locks says that its objects are used by several threads. Locks and methods may be
/// inherited.
bool ThreadTree::is_shared(const summary::Class& c) const {
  const summary::Program& program = facts_.program;
  for (const summary::Class* member : family(program, c)) {
    if (owns_lock(*member)) return true;
    const auto methods = program.methods.find(member->usr);
    if (methods == program.methods.end()) continue;
    for (const std::uint32_t m : methods->second)
      if (takes_outer_lock(program.functions[m])) return true;
  }
  return false;
}

/// The method itself starts a thread. Objects whose state an interpreter's lock guards are left to the
/// entries, which come with it.
bool ThreadTree::runs_own_thread(const summary::Function& f) const {
  const auto guarded_by_interpreter = [&](Symbol callee) {
    const auto run = facts_.summaries.find(callee);
    return run == facts_.summaries.end() ||
           std::any_of(run->second.acquisitions.begin(), run->second.acquisitions.end(),
                       [&](const Acquisition& a) {
                         const summary::Function* taker = facts_.program.function(a.origin.function);
                         return taker != nullptr && taker->class_usr == f.class_usr &&
                                is_interpreter_lock(facts_, a.lock);
                       });
  };
  for (const summary::Block& block : f.blocks)
    for (const summary::Event& e : block.events)
      if (e.kind == summary::EventKind::fork && e.callee && !guarded_by_interpreter(e.callee)) return true;
  return false;
}

/// `reached`: from main or an entry of the program; `followed`: from main, whose objects are told apart.
void ThreadTree::add_class(const summary::Class& c, const std::unordered_set<std::uint32_t>& reached,
                           const std::unordered_set<std::uint32_t>& followed) {
  const summary::Program& program = facts_.program;
  const bool lasting = keeps_thread(program, c);
  bool entered = false, active = false;
  std::vector<const summary::Function*> users;
  for (const summary::Class* member : family(program, c)) {
    const auto methods = program.methods.find(member->usr);
    if (methods == program.methods.end()) continue;
    for (const std::uint32_t m : methods->second) {
      if (followed.contains(m)) return;
      entered = entered || reached.contains(m);
      active = active || (lasting && runs_own_thread(program.functions[m]));
      users.push_back(&program.functions[m]);
    }
  }
  if (users.empty() || (entered && !active)) return;
  Thread world;
  world.kind = Thread::Kind::world;
  world.class_usr = c.usr;
  const auto parent = static_cast<std::int64_t>(threads_.size());
  threads_.push_back(world);
  handed_over_.emplace_back();
  for (const summary::Function* f : users) {
    const bool life = f->has(summary::fn_constructor) || f->has(summary::fn_destructor);
    // A definition that does not match its declaration, for want of a header, is not known to be static.
    if ((f->has(summary::fn_static) || !uses_object(*f)) && add_factory(parent, *f)) continue;
    if (f->has(summary::fn_static)) continue;
    if (!life && !f->has(summary::fn_public)) continue;
    add_user(parent, *f, life ? Thread::Kind::life : Thread::Kind::method, false);
    const bool lent = f->has(summary::fn_constructor) &&
                      std::any_of(f->formals.begin(), f->formals.end(),
                                  [&](const summary::Variable& v) { return is_lent(*f, v); });
    if (lent) add_user(parent, *f, Thread::Kind::method, true);
  }
}

/// `static std::unique_ptr<C> create()`: the constructor's work in another place.
bool ThreadTree::add_factory(std::int64_t world, const summary::Function& f) {
  const auto found = facts_.summaries.find(f.usr);
  const bool life = f.has(summary::fn_constructor) || f.has(summary::fn_destructor);
  if (life || found == facts_.summaries.end() || found->second.forks.empty()) return false;
  const summary::Program& program = facts_.program;
  const Symbol made = threads_[static_cast<std::size_t>(world)].class_usr;
  const summary::Class* c = program.find_class(made);
  const std::string& name = program.symbols.text(c->name);
  std::vector<std::uint32_t> sites;
  for (const summary::Block& block : f.blocks)
    for (const summary::Event& e : block.events) {
      const summary::Function* callee = e.callee ? program.function(e.callee) : nullptr;
      const bool constructed = e.kind == summary::EventKind::construct && e.dst.steps.empty() &&
                               e.dst.root.kind == RootKind::allocation && callee != nullptr &&
                               callee->class_usr == made;
      const std::string& type = program.symbols.text(e.type);
      const bool named = e.kind == summary::EventKind::alloc && !type.empty() &&
                         (name == type || name.ends_with("::" + type));
      if (constructed) sites.push_back(e.dst.root.index);
      if (named) sites.push_back(e.path.root.index);
    }
  if (sites.empty()) return false;
  const std::size_t thread = threads_.size();
  add_user(world, f, Thread::Kind::life, false);
  threads_[thread].makes = std::move(sites);
  return true;
}

void ThreadTree::add_user(std::int64_t world, const summary::Function& f, Thread::Kind kind, bool borrows) {
  Thread t;
  t.kind = kind;
  t.parent = world;
  t.entry = f.usr;
  t.class_usr = threads_[static_cast<std::size_t>(world)].class_usr;
  t.many = kind == Thread::Kind::method;
  t.borrows = borrows;
  t.depth = 1;
  threads_.push_back(t);
  handed_over_.emplace_back();
  if (!borrows) add_forks(static_cast<std::uint32_t>(threads_.size() - 1));
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
  for (const summary::Global& g : facts_.program.globals)
    for (const summary::Event& e : g.initial)
      if (const PathId key = facts_.paths.intern(e.dst); e.path) {
        const Binding at_start{facts_.paths.intern(e.path), true, {}};
        const auto [entry, added] = unique.try_emplace(key, at_start);
        if (!added && entry->second.target != at_start.target) several.insert(key);
      }
  PathContext context = facts_.context();
  for (const auto& [key, binding] : unique)
    if (!several.contains(key)) stores_.bind(context, key, binding);
}

/// Every store of every thread, in no order, for what one address alone does not decide.
void ThreadTree::solve_pointers() {
  const auto add = [&](std::uint32_t thread, PathId key, const Binding& b) {
    points_to_.add(locate(thread, key), locate(thread, b.target), b.by_reference);
  };
  for (std::uint32_t t = 0; t < threads_.size(); ++t) {
    if (const auto found = facts_.summaries.find(threads_[t].entry); found != facts_.summaries.end()) {
      for (const auto& [key, binding] : found->second.stores)
        add(t, key, binding);
      for (const auto& [key, binding] : found->second.kept)
        add(t, key, binding);
    }
    if (const Fork* f = fork_of(threads_[t]))
      for (const auto& [key, binding] : f->snapshot)
        add(static_cast<std::uint32_t>(threads_[t].parent), key, binding);
  }
  for (const summary::Global& g : facts_.program.globals)
    for (const summary::Event& e : g.initial)
      if (e.path) points_to_.add(facts_.paths.intern(e.dst), facts_.paths.intern(e.path), true);
  points_to_.solve();
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
    } else if (t.class_usr) {
      result = locate_in_class(thread, path);
    }
    break;
  default:
    if (full.root.kind == RootKind::allocation &&
        std::find(t.makes.begin(), t.makes.end(), full.root.index) != t.makes.end()) {
      const PathRoot object{RootKind::self, 0, t.class_usr};
      result =
          facts_.paths.intern({facts_.paths.own(object, static_cast<std::uint32_t>(t.parent)), full.steps});
      break;
    }
    result = facts_.paths.intern({facts_.paths.own(full.root, thread), full.steps});
  }
  located_[key] = result;
  return result;
}

/// Users of a class share its object, and what they are lent by reference or pointer: another object of the
/// class stands for the same object, anything else is told apart by the formal it comes through.
PathId ThreadTree::locate_in_class(std::uint32_t thread, PathId path) {
  const Thread& t = threads_[thread];
  const AccessPath full = facts_.paths[path];
  const auto world = static_cast<std::uint32_t>(t.parent);
  const PathRoot object{RootKind::self, 0, t.class_usr};
  if (full.root.kind == RootKind::self)
    return t.borrows ? 0 : facts_.paths.intern({facts_.paths.own(object, world), full.steps});
  const summary::Function* f = facts_.program.function(full.root.entity);
  if (f == nullptr || full.root.index >= f->formals.size()) return 0;
  const summary::Variable& formal = f->formals[full.root.index];
  const bool pointer = formal.type.has(summary::type_pointer) && !formal.type.has(summary::type_reference);
  const std::size_t from = pointer ? 1 : 0;
  if (full.steps.size() < from || (pointer && full.steps.front().kind == StepKind::field)) return 0;
  if (!pointer && (!formal.type.has(summary::type_reference) || is_handed_over(facts_.program, formal.type)))
    return 0;
  const AccessPath rest{facts_.paths.own(object, world),
                        {full.steps.begin() + static_cast<std::ptrdiff_t>(from), full.steps.end()}};
  if (is_lent(*f, formal) && (!pointer || full.steps.front().kind == StepKind::deref))
    return facts_.paths.intern(rest);
  if (t.kind == Thread::Kind::life || t.borrows) return 0;
  return facts_.paths.intern({facts_.paths.own(full.root, world), full.steps});
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

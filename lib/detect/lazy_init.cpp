#include "detect/lazy_init.h"

#include "detect/branches.h"
#include "detect/type_facts.h"

#include <algorithm>
#include <map>
#include <unordered_set>

namespace burler::detect {
namespace {

using summary::EventKind;

std::string folder_of(const summary::Program& program, std::uint32_t file) {
  if (file >= program.files.size()) return {};
  const std::string& name = program.files[file];
  return name.substr(0, name.find_last_of('/') + 1);
}

/// Source files in which something locks, starts threads or works atomically.
std::unordered_set<std::uint32_t> concurrent_files(const summary::Program& program) {
  std::unordered_set<std::uint32_t> files;
  for (const summary::Function& f : program.functions)
    for (const summary::Block& block : f.blocks)
      for (const summary::Event& e : block.events)
        if (e.kind == EventKind::acquire || e.kind == EventKind::guard_init || e.kind == EventKind::fork ||
            e.kind == EventKind::atomic || e.kind == EventKind::once || e.kind == EventKind::cond_wait)
          files.insert(f.place.file);
  for (const summary::Class& c : program.classes)
    for (const summary::Field& f : c.fields)
      if (f.type.has(summary::type_lock) || f.type.has(summary::type_atomic)) files.insert(c.place.file);
  return files;
}

bool owns_lock(const summary::Program& program, Symbol class_usr) {
  const summary::Class* c = program.find_class(class_usr);
  if (c == nullptr) return false;
  for (const summary::Field& f : c->fields)
    if (f.type.has(summary::type_lock)) return true;
  return std::any_of(c->bases.begin(), c->bases.end(), [&](Symbol b) { return owns_lock(program, b); });
}

class Finder {
public:
  explicit Finder(const Analysis& analysis)
      : analysis_(analysis), facts_(*analysis.facts), program_(*analysis.program),
        concurrent_(concurrent_files(program_)) {
    for (const std::uint32_t file : concurrent_)
      concurrent_folders_.insert(folder_of(program_, file));
    for (const Instance& i : analysis.accesses) {
      const Thread::Kind kind = analysis.threads->threads()[i.thread].kind;
      if (kind == Thread::Kind::main || kind == Thread::Kind::forked || kind == Thread::Kind::entry)
        seen_running_.insert(i.access->origin.function);
      if (i.access->write && is_once(i.access->at.held)) filled_once_.insert(subject_of(facts_, i.path));
    }
    for (const Race& r : analysis.races)
      if (r.belief > Belief::low) told_.insert(r.subject);
  }

  std::vector<LazyInit> run() {
    for (const summary::Function& f : program_.functions) {
      const auto found = facts_.summaries.find(f.usr);
      if (found == facts_.summaries.end() || f.has(summary::fn_constructor) || f.has(summary::fn_destructor))
        continue;
      for (const Access& a : found->second.accesses)
        if (is_once(a.at.held) && a.write) filled_once_.insert(subject_of(facts_, a.path));
    }
    for (const summary::Function& f : program_.functions) {
      const auto found = facts_.summaries.find(f.usr);
      if (found == facts_.summaries.end() || f.has(summary::fn_constructor) || f.has(summary::fn_destructor))
        continue;
      by_variable_.clear();
      look_ups(f, found->second);
      tests(f, found->second);
      for (auto& [subject, init] : by_variable_)
        out_.push_back(init);
    }
    return std::move(out_);
  }

private:
  bool is_once(SetId held) const {
    const auto& items = facts_.sets[held];
    return std::any_of(items.begin(), items.end(), [&](std::uint32_t item) {
      const summary::Type* type = declared_type(program_, facts_.paths, facts_.paths[lock_of(item)]);
      return type != nullptr && type->has(summary::type_sync);
    });
  }

  /// State that outlives the call and that other callers reach too.
  bool is_shared(const AccessPath& path) const {
    if (path.root.kind == RootKind::global) return true;
    return path.root.kind == RootKind::self && !path.steps.empty();
  }

  void look_ups(const summary::Function& f, const Summary& summary) {
    for (const Access& a : summary.accesses) {
      const AccessPath& path = facts_.paths[a.path];
      if (!a.write || (a.flags & summary::flag_lookup) == 0 || a.origin.stack != 0 || a.at.held != 0 ||
          path.root.kind != RootKind::global)
        continue;
      const Subject subject = subject_of(facts_, a.path);
      const auto usage = analysis_.usages.find(subject);
      if (usage != analysis_.usages.end() && usage->second.is_meant(a)) continue;
      const bool assigned =
          std::any_of(summary.accesses.begin(), summary.accesses.end(), [&](const Access& b) {
            return b.write && (b.flags & summary::flag_lookup) == 0 &&
                   b.origin.function == a.origin.function && b.origin.place.file == a.origin.place.file &&
                   b.origin.place.line == a.origin.place.line;
          });
      if (assigned) continue; // m[key] = value means to insert
      if (filled_once_.contains(subject))
        note(f, {LazyInit::Kind::lookup, Belief::medium, f.usr, &a, &a, false});
    }
  }

  void tests(const summary::Function& f, const Summary& summary) {
    const Branches branches(f);
    for (const Branch& branch : branches.all())
      for (const Access& test : summary.accesses) {
        if (test.origin.stack != 0 || !branch.tests(test.event) ||
            (test.write && (test.flags & summary::flag_lookup) == 0) || !is_shared(facts_.paths[test.path]) ||
            (test.atomic && !test.relaxed))
          continue;
        for (const Access& set : summary.accesses) {
          if (set.origin.stack != 0 && set.origin.function == f.usr) continue; // reached again by recursion
          if (set.write && set.event > test.event && branch.decided[branches.block_of(set.event)] &&
              sets(test, set))
            judge(f, summary, test, set);
        }
      }
  }

  /// The tested thing itself, or for a container an insertion into it.
  bool sets(const Access& test, const Access& set) const {
    if (test.path == set.path) return (set.flags & summary::flag_lookup) == 0;
    const AccessPath& t = facts_.paths[test.path];
    const AccessPath& s = facts_.paths[set.path];
    const auto container = [](const AccessPath& p) {
      return std::find_if(p.steps.begin(), p.steps.end(),
                          [](const PathStep& x) { return x.kind == StepKind::storage; }) -
             p.steps.begin();
    };
    const std::ptrdiff_t n = container(t), m = container(s);
    // What a stored pointer leads to is not the container.
    if (std::any_of(s.steps.begin() + m, s.steps.end(),
                    [](const PathStep& x) { return x.kind == StepKind::deref; }))
      return false;
    return t.root == s.root && n == m && n < static_cast<std::ptrdiff_t>(t.steps.size()) &&
           m < static_cast<std::ptrdiff_t>(s.steps.size()) &&
           std::equal(t.steps.begin(), t.steps.begin() + n, s.steps.begin());
  }

  /// Each function that calls this one holds a lock around the test.
  bool callers_lock(const summary::Function& f, const Access& test) const {
    const std::vector<EventRef>& calls = analysis_.events->callers(f.usr);
    return !calls.empty() && std::all_of(calls.begin(), calls.end(), [&](const EventRef& call) {
      const auto caller = facts_.summaries.find(program_.functions[call.function].usr);
      if (caller == facts_.summaries.end()) return false;
      bool seen = false;
      for (const Access& a : caller->second.accesses) {
        if (a.write != test.write || !a.origin.same_event(test.origin)) continue;
        if (a.at.held == 0) return false;
        seen = true;
      }
      return seen;
    });
  }

  void judge(const summary::Function& f, const Summary& summary, const Access& test, const Access& set) {
    if (!facts_.sets.disjoint(lock_paths(test.at.held), lock_paths(set.at.held))) return;
    if (test.at.held != 0 || test.at.maybe != 0 || set.at.maybe != 0 || callers_lock(f, test)) return;
    LazyInit init{LazyInit::Kind::double_checked, Belief::medium, f.usr, &test, &set,
                  sets_early(summary, set)};
    const AccessPath& path = facts_.paths[test.path];
    const bool global = path.root.kind == RootKind::global;
    if (set.at.held == 0) {
      init.kind = LazyInit::Kind::unguarded;
      if (told_.contains(subject_of(facts_, test.path))) return; // the race says it already
      if (seen_running_.contains(f.usr)) return;                 // the threads are known: it does not race
      const summary::Global* g = global ? program_.global(path.root.entity) : nullptr;
      const summary::Field* field =
          global ? nullptr : program_.field(path.steps.front().owner, path.steps.front().name);
      const bool cache = field != nullptr && field->is_mutable && f.has(summary::fn_const);
      const bool claims = global ? concurrent_.contains(f.place.file) || (init.early && is_callback(f))
                                 : owns_lock(program_, f.class_usr);
      if (global ? g == nullptr || !g->owner : !cache) init.belief = Belief::low;
      if (!claims) init.belief = Belief::low;
    }
    note(f, init);
  }

  /// Nobody calls it: it is handed out by its address, to code that has threads as its neighbours do.
  bool is_callback(const summary::Function& f) const {
    return f.has(summary::fn_static) && !f.has(summary::fn_method) &&
           analysis_.events->callers(f.usr).empty() && analysis_.events->forks_of(f.usr).empty() &&
           concurrent_folders_.contains(folder_of(program_, f.place.file));
  }

  SetId lock_paths(SetId held) {
    return facts_.sets.map(held, [](std::uint32_t item) { return lock_of(item); });
  }

  /// A later write of other shared state in the same region: the flag says "ready" too soon.
  bool sets_early(const Summary& summary, const Access& set) const {
    return std::any_of(summary.accesses.begin(), summary.accesses.end(), [&](const Access& a) {
      return a.write && a.event > set.event && a.path != set.path && is_shared(facts_.paths[a.path]) &&
             facts_.paths[a.path].root.kind == facts_.paths[set.path].root.kind && a.at.held == set.at.held;
    });
  }

  void note(const summary::Function&, const LazyInit& init) {
    const auto [entry, fresh] = by_variable_.try_emplace(subject_of(facts_, init.test->path), init);
    if (!fresh && entry->second.belief < init.belief) entry->second = init;
  }

  const Analysis& analysis_;
  Facts& facts_;
  const summary::Program& program_;
  std::unordered_set<std::uint32_t> concurrent_;
  std::unordered_set<std::string> concurrent_folders_; ///< in which such files lie
  std::unordered_set<Symbol> seen_running_;
  std::set<Subject> filled_once_, told_;
  std::map<Subject, LazyInit> by_variable_;
  std::vector<LazyInit> out_;
};

} // namespace

std::vector<LazyInit> find_lazy_inits(const Analysis& analysis) { return Finder(analysis).run(); }

} // namespace burler::detect

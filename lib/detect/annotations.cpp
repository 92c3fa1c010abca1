#include "detect/annotations.h"

#include "detect/narrate.h"

#include <algorithm>
#include <map>
#include <set>

namespace burler::detect {
namespace {

using summary::Event;
using summary::EventKind;

constexpr std::uint32_t not_data = summary::type_lock | summary::type_shared_lock | summary::type_guard |
                                   summary::type_condition | summary::type_atomic | summary::type_thread |
                                   summary::type_sync | summary::type_concurrent | summary::type_const |
                                   summary::type_thread_local;

std::string last_name(const std::string& qualified) {
  const auto at = qualified.rfind("::");
  return at == std::string::npos ? qualified : qualified.substr(at + 2);
}

/// Which accesses of a subject hold its lock: to the thing itself, and to what it points to.
struct Held {
  bool itself = false, itself_written = false, itself_bare = false;
  bool pointee = false, pointee_bare = false;
};

class Finder {
public:
  explicit Finder(const Analysis& analysis) : analysis_(analysis), facts_(*analysis.facts) {
    for (const Race& race : analysis.races)
      if (race.belief >= Belief::medium) racing_.insert(race.subject);
    for (const Instance& i : analysis.accesses)
      look(i);
  }

  std::vector<Annotation> run() {
    for (const auto& [subject, usage] : analysis_.usages)
      variable(subject, usage);
    for (const summary::Function& f : program().functions)
      method(f);
    std::sort(out_.begin(), out_.end(), [](const Annotation& a, const Annotation& b) {
      return std::tie(a.place, a.kind) < std::tie(b.place, b.kind);
    });
    return std::move(out_);
  }

private:
  const summary::Program& program() const { return *analysis_.program; }

  void look(const Instance& i) {
    const Subject subject = subject_of(facts_, i.path);
    const auto usage = analysis_.usages.find(subject);
    const Guard* guard = usage == analysis_.usages.end() ? nullptr : usage->second.guard();
    const Thread::Kind kind = analysis_.threads->threads()[i.thread].kind;
    if (guard == nullptr || kind == Thread::Kind::life) return;
    if ((kind == Thread::Kind::main || kind == Thread::Kind::library) && i.access->at.active == 0) return;
    const auto& items = facts_.sets[i.held];
    const bool held = std::any_of(items.begin(), items.end(), [&](std::uint32_t item) {
      return subject_of(facts_, lock_of(item)) == guard->lock;
    });
    const AccessPath& path = facts_.paths[i.path];
    std::size_t after = path.steps.size();
    while (after > 0 &&
           !(path.steps[after - 1].kind == StepKind::field && path.steps[after - 1].name == subject.name))
      --after;
    const bool pointee =
        std::any_of(path.steps.begin() + static_cast<std::ptrdiff_t>(after), path.steps.end(),
                    [](const PathStep& s) { return s.kind == StepKind::deref; });
    Held& known = held_[subject];
    if (pointee) {
      known.pointee = true;
      known.pointee_bare = known.pointee_bare || !held;
    } else {
      known.itself = true;
      known.itself_written = known.itself_written || i.access->write;
      known.itself_bare = known.itself_bare || !held;
    }
  }

  void variable(const Subject& subject, const Usage& usage) {
    const Guard* guard = usage.guard();
    if (guard == nullptr || guard->declared) return;
    const bool racing = racing_.contains(subject);
    if (guard->held != usage.accesses && !racing) return;
    const summary::Field* field = subject.owner ? program().field(subject.owner, subject.name) : nullptr;
    if (field != nullptr) return add_field(subject, *field, guard->lock, racing);
    const summary::Global* global = subject.owner ? nullptr : program().global(subject.name);
    if (global != nullptr) add_global(*global, subject, guard->lock);
  }

  void add_field(const Subject& subject, const summary::Field& field, const Subject& lock, bool racing) {
    const summary::Class* owner = program().find_class(subject.owner);
    const summary::Field* mutex = program().field(lock.owner, lock.name);
    if (owner == nullptr || owner->is_lambda || owner->in_system_header || lock.owner != subject.owner)
      return;
    if (mutex == nullptr || mutex->type.has(summary::type_pointer) || (field.type.flags & not_data) != 0)
      return;
    const Held& held = held_[subject];
    const bool pointer = field.type.has(summary::type_pointer);
    const bool itself = held.itself && (!pointer || held.itself_written) && (racing || !held.itself_bare);
    if (itself && !field.guarded_by) add(Annotation::Kind::guarded_by, field.place, field.name, mutex->name);
    if (pointer && held.pointee && (racing || !held.pointee_bare) && !field.pt_guarded_by)
      add(Annotation::Kind::pt_guarded_by, field.place, field.name, mutex->name);
    if (itself || held.pointee) guarded_[subject] = lock;
  }

  /// Attributes of globals are not parsed late: the lock must come first.
  void add_global(const summary::Global& global, const Subject& subject, const Subject& lock) {
    const summary::Global* mutex = lock.owner || lock.variable != 0 ? nullptr : program().global(lock.name);
    if (mutex == nullptr || global.guarded_by || global.owner || (global.type.flags & not_data) != 0) return;
    if (mutex->type.has(summary::type_pointer) || global.type.has(summary::type_pointer) ||
        !held_[subject].itself)
      return;
    if (mutex->place.file != global.place.file || !(mutex->place < global.place)) return;
    Annotation a;
    a.place = place_of(analysis_, {}, global.place);
    a.name = last_name(program().symbols.text(global.name));
    a.lock = last_name(program().symbols.text(mutex->name));
    out_.push_back(std::move(a));
  }

  void add(Annotation::Kind kind, const summary::Place& place, Symbol name, Symbol lock) {
    Annotation a;
    a.kind = kind;
    a.place = place_of(analysis_, {}, place);
    a.name = program().symbols.text(name);
    a.lock = program().symbols.text(lock);
    out_.push_back(std::move(a));
  }

  /// Private, called on the same object only, always with the lock, and in need of it.
  void method(const summary::Function& f) {
    constexpr std::uint32_t other = summary::fn_public | summary::fn_virtual | summary::fn_static |
                                    summary::fn_constructor | summary::fn_destructor | summary::fn_lambda |
                                    summary::fn_declaration | summary::fn_coroutine;
    const EventIndex& index = *analysis_.events;
    if (!f.has(summary::fn_method) || (f.flags & other) != 0 || f.blocks.empty() || !f.attributes.empty())
      return;
    const auto& callers = index.callers(f.usr);
    if (callers.empty() || !index.forks_of(f.usr).empty() || handles_locks(f)) return;
    Locks common = index.held(callers.front());
    for (const EventRef& r : callers) {
      const Event& call = index.event(r);
      const bool own =
          call.kind == EventKind::call && call.has_self && call.self.root.kind == RootKind::self &&
          call.self.steps.empty() && index.function(r).class_usr == f.class_usr &&
          !index.function(r).has(summary::fn_constructor) && !index.function(r).has(summary::fn_destructor);
      if (!own) return;
      const Locks here = index.held(r);
      std::erase_if(common,
                    [&](const Subject& s) { return std::find(here.begin(), here.end(), s) == here.end(); });
    }
    for (const Subject& lock : common)
      if (lock.owner == f.class_usr && needs(f, lock)) {
        add(Annotation::Kind::requires_lock, f.declared, f.name, lock.name);
        out_.back().name = last_name(out_.back().name);
        return;
      }
  }

  static bool handles_locks(const summary::Function& f) {
    for (const summary::Block& b : f.blocks)
      for (const Event& e : b.events)
        if (e.kind == EventKind::acquire || e.kind == EventKind::release || e.kind == EventKind::cond_wait ||
            (e.kind >= EventKind::guard_init && e.kind <= EventKind::guard_end))
          return true;
    return false;
  }

  bool needs(const summary::Function& f, const Subject& lock) const {
    for (const summary::Block& b : f.blocks)
      for (const Event& e : b.events) {
        if ((e.kind != EventKind::read && e.kind != EventKind::write) || e.path.steps.empty()) continue;
        const PathStep& first = e.path.steps.front();
        if (e.path.root.kind != RootKind::self || first.kind != StepKind::field) continue;
        const auto guarded = guarded_.find({first.owner, first.name, 0});
        if (guarded != guarded_.end() && guarded->second == lock) return true;
        const summary::Field* field = program().field(first.owner, first.name);
        if (field != nullptr && field->guarded_by && !field->guarded_by.steps.empty() &&
            field->guarded_by.steps.back().name == lock.name)
          return true;
      }
    return false;
  }

  const Analysis& analysis_;
  Facts& facts_;
  std::set<Subject> racing_;
  std::map<Subject, Held> held_;
  std::map<Subject, Subject> guarded_; ///< fields with a lock of their object, written down or about to be
  std::vector<Annotation> out_;
};

} // namespace

std::vector<Annotation> find_annotations(const Analysis& analysis) { return Finder(analysis).run(); }

} // namespace burler::detect

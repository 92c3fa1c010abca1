#include "detect/escaped_reference.h"

#include "detect/type_facts.h"

#include <algorithm>
#include <map>

namespace burler::detect {
namespace {

class Finder {
public:
  explicit Finder(const Analysis& analysis) : facts_(*analysis.facts), program_(*analysis.program) {
    for (const Instance& i : analysis.accesses)
      if (i.access->write && i.held != 0 && analysis.threads->threads()[i.thread].kind != Thread::Kind::life)
        writes_[subject_of(facts_, i.path)].push_back(&i);
  }

  std::vector<EscapedReference> run() {
    for (const summary::Function& f : program_.functions) {
      const auto found = facts_.summaries.find(f.usr);
      if (found == facts_.summaries.end() || f.has(summary::fn_lambda)) continue;
      // Helpers that only the class itself calls may run with the lock held.
      if (f.has(summary::fn_method) ? !f.has(summary::fn_public) : f.has(summary::fn_static)) continue;
      judge(f, found->second);
    }
    return std::move(out_);
  }

private:
  void judge(const summary::Function& f, const Summary& summary) {
    if (summary.returned == 0 || summary.returned_guard != 0) return;
    const AccessPath path = facts_.paths[summary.returned];
    if (path.root.kind != RootKind::self && path.root.kind != RootKind::global) return;
    if (path.root.kind == RootKind::self && path.steps.empty()) return;
    // What a pointer leads to has a life of its own.
    if (std::any_of(path.steps.begin(), path.steps.end(),
                    [](const PathStep& s) { return s.kind == StepKind::deref; }))
      return;
    const summary::Type* type = declared_type(program_, facts_.paths, path);
    if (type == nullptr) return;
    EscapedReference escaped;
    if (!summary.returned_by_reference) {
      constexpr std::uint32_t tensor = summary::type_tensor | summary::type_shares_storage;
      if ((type->flags & tensor) != tensor || type->has(summary::type_pointer)) return;
      escaped.storage = true;
    } else if ((type->flags & (summary::type_lock | summary::type_atomic | summary::type_sync |
                               summary::type_condition | summary::type_concurrent | summary::type_const)) !=
               0) {
      return;
    }
    const auto writes = writes_.find(subject_of(facts_, summary.returned));
    if (writes == writes_.end()) return;
    for (const std::uint32_t item : facts_.sets[locks_of(summary, path)]) {
      const PathId lock = lock_of(item);
      if (is_taken_once(lock)) continue;
      const Instance* other = written_under(writes->second, lock, escaped.storage);
      if (other == nullptr || holds(summary.exit, lock)) continue;
      escaped.function = f.usr;
      escaped.place = return_place(f);
      escaped.path = summary.returned;
      escaped.lock = lock;
      escaped.other = other;
      escaped.belief = believe(path, *type);
      out_.push_back(escaped);
      return;
    }
  }

  /// The locks under which this very function looks at the thing.
  SetId locks_of(const Summary& summary, const AccessPath& path) {
    SetId locks = 0;
    for (const Access& a : summary.accesses) {
      const AccessPath& p = facts_.paths[a.path];
      const bool same =
          p.root == path.root && !p.steps.empty() && !path.steps.empty() && p.steps[0] == path.steps[0];
      if (same && !a.atomic) locks = facts_.sets.unite(locks, a.at.held);
    }
    return locks == 0 ? taken_somewhere(summary) : locks;
  }

  /// `return name_;` by reference reads nothing.
  SetId taken_somewhere(const Summary& summary) {
    SetId locks = 0;
    for (const Acquisition& a : summary.acquisitions)
      if (a.origin.stack == 0) locks = facts_.sets.insert(locks, held_item(a.lock, a.mode));
    return locks;
  }

  /// An initialisation that runs once comes before every use of what it made.
  bool is_taken_once(PathId lock) const {
    const summary::Type* type = declared_type(program_, facts_.paths, facts_.paths[lock]);
    return type != nullptr && type->has(summary::type_sync);
  }

  bool holds(const PointState& at, PathId lock) const { return holds_lock(facts_.sets, at.held, lock); }

  const Instance* written_under(const std::vector<const Instance*>& writes, PathId lock, bool storage) const {
    const Subject wanted = subject_of(facts_, lock);
    for (const Instance* w : writes) {
      const auto& steps = facts_.paths[w->path].steps;
      const bool inside = std::any_of(steps.begin(), steps.end(), [](const PathStep& s) {
        return s.kind == StepKind::storage || s.kind == StepKind::deref;
      });
      if (storage && !inside && (w->access->flags & summary::flag_in_place) == 0) continue;
      for (const std::uint32_t item : facts_.sets[w->held])
        if (subject_of(facts_, lock_of(item)) == wanted) return w;
    }
    return nullptr;
  }

  static summary::Place return_place(const summary::Function& f) {
    summary::Place place = f.place;
    for (const summary::Block& block : f.blocks)
      for (const summary::Event& e : block.events)
        if (e.kind == summary::EventKind::ret && e.path) place = e.place;
    return place;
  }

  /// Elements of node-based containers stay where they are while others come and go.
  Belief believe(const AccessPath& path, const summary::Type& type) const {
    const bool element = std::any_of(path.steps.begin(), path.steps.end(), [](const PathStep& s) {
      return s.kind == StepKind::storage || s.kind == StepKind::index;
    });
    const std::string& name = program_.symbols.text(type.spelling);
    const bool moves = name.find("vector") != std::string::npos || name.find("deque") != std::string::npos ||
                       name.find("string") != std::string::npos || type.has(summary::type_tensor);
    return element && !moves ? Belief::low : Belief::medium;
  }

  Facts& facts_;
  const summary::Program& program_;
  std::map<Subject, std::vector<const Instance*>> writes_;
  std::vector<EscapedReference> out_;
};

} // namespace

std::vector<EscapedReference> find_escaped_references(const Analysis& analysis) {
  return Finder(analysis).run();
}

} // namespace burler::detect

#include "rules/rule.h"
#include "detect/event_side.h"
#include "detect/narrate.h"
#include "detect/thread_life.h"

#include <algorithm>
#include <optional>

namespace burler::rules {
namespace {

using detect::EventRef;
using detect::Subject;
using summary::EventKind;

/// Where the thread is let go: the start itself or the detachment of its handle.
std::optional<EventRef> let_go(const detect::EventIndex& index, const EventRef& fork) {
  const summary::Event& e = index.event(fork);
  if (e.has(summary::flag_detached)) return fork;
  if (e.has(summary::flag_scoped)) return std::nullopt;
  if (e.has(summary::flag_task)) return e.dst ? std::nullopt : std::optional<EventRef>(fork);
  if (!e.dst) return std::nullopt;
  const Subject handle = detect::handle_of(index, fork);
  std::optional<EventRef> found;
  index.walk_after(fork, [&](const EventRef& r) {
    const summary::Event& next = index.event(r);
    if (next.kind == EventKind::detach &&
        (next.path.root == e.dst.root || (handle != Subject{} && index.thing(r) == handle)))
      found = found.value_or(r);
    return !found && r != fork;
  });
  return found;
}

/// The function waits for something after letting the thread go: a join, a wait, a loop on what both share.
bool waits_after(const detect::EventIndex& index, const EventRef& from) {
  const auto waits = [&](const EventRef& r) {
    const EventKind kind = index.event(r).kind;
    return kind == EventKind::join || kind == EventKind::await || kind == EventKind::cond_wait ||
           kind == EventKind::barrier || kind == EventKind::blocking ||
           (kind == EventKind::atomic && index.cfg(r.function).in_loop(r.block));
  };
  const bool leaves = index.walk_after(from, [&](const EventRef& r) {
    const summary::Event& e = index.event(r);
    if (waits(r)) return false;
    if (e.kind != EventKind::call && e.kind != EventKind::destroy) return true;
    if (!e.callee) return true;
    const auto inner = index.closure_of(e.callee);
    return std::none_of(inner.begin(), inner.end(), waits);
  });
  return !leaves;
}

const summary::Event* closure_made(const detect::EventIndex& index, const EventRef& fork) {
  const summary::Event& e = index.event(fork);
  for (const EventRef& r : index.of(EventKind::closure)) {
    const summary::Event& made = index.event(r);
    if (r.function == fork.function && made.callee == e.callee && e.has_self && made.dst == e.self)
      return &made;
  }
  return nullptr;
}

class DetachedCaptures final : public Rule {
public:
  std::string id() const override { return "thread/detached-captures"; }
  void run(const detect::Analysis& analysis, std::vector<Finding>& findings) const override {
    const detect::EventIndex& index = *analysis.events;
    for (const EventRef& fork : index.of(EventKind::fork)) {
      const auto free = let_go(index, fork);
      if (!free || index.function(fork).has(summary::fn_main) || waits_after(index, *free)) continue;
      const summary::Event* made = closure_made(index, fork);
      if (const auto local = local_given(index, fork, made)) {
        Finding f = finding(analysis, fork, *free, *local);
        f.confidence = Confidence::high;
        f.message = "a thread that nobody waits for refers to " + f.subject.name +
                    ", which ends with the function that started it";
        findings.push_back(std::move(f));
      } else if (const auto field = member_used(analysis, fork, made)) {
        Finding f = finding(analysis, fork, *free, *field);
        f.confidence = Confidence::medium;
        f.message = "a thread that nobody waits for uses " + f.subject.name +
                    " through a captured this: the object's destructor does not wait for it";
        findings.push_back(std::move(f));
      }
    }
  }

private:
  /// A local variable of the starting function that the thread gets by reference.
  static std::optional<Subject> local_given(const detect::EventIndex& index, const EventRef& fork,
                                            const summary::Event* made) {
    const Symbol function = index.function(fork).usr;
    const auto look = [&](const summary::Event& e) -> std::optional<Subject> {
      for (std::size_t i = 0; i < e.operands.size() && i < 64; ++i) {
        const AccessPath& p = e.operands[i];
        const bool pointed = std::any_of(p.steps.begin(), p.steps.end(),
                                         [](const PathStep& s) { return s.kind == StepKind::deref; });
        const bool own = p.root.kind == RootKind::local ||
                         (p.root.kind == RootKind::formal && is_value(index.function(fork), p.root.index));
        if ((e.by_reference >> i & 1) != 0 && own && !pointed) {
          // The bare variable names it best.
          return Subject{{}, {}, index.facts().paths.intern({p.root, {}})};
        }
      }
      (void)function;
      return std::nullopt;
    };
    if (const auto found = look(index.event(fork))) return found;
    return made == nullptr ? std::nullopt : look(*made);
  }
  static bool is_value(const summary::Function& f, std::uint32_t formal) {
    return formal < f.formals.size() && !f.formals[formal].type.has(summary::type_reference);
  }

  /// A field of the object that the thread uses through `this`, when nothing keeps the object alive.
  static std::optional<Subject> member_used(const detect::Analysis& analysis, const EventRef& fork,
                                            const summary::Event* made) {
    const detect::EventIndex& index = *analysis.events;
    const summary::Function& f = index.function(fork);
    if (!f.class_usr || f.has(summary::fn_lambda)) return std::nullopt;
    const summary::Event& e = index.event(fork);
    bool gives_this = e.has_self && e.self.root.kind == RootKind::self;
    for (std::size_t i = 0; made != nullptr && i < made->operands.size() && i < made->names.size(); ++i) {
      const bool is_this = index.program().symbols.text(made->names[i]) == "this";
      gives_this = gives_this || is_this;
      // Something captured beside it (shared_from_this) may be what keeps the object.
      if (!is_this) return std::nullopt;
    }
    const summary::Function* destructor = detect::destructor_of(index.program(), f.class_usr);
    if (!gives_this || destructor == nullptr) return std::nullopt;
    for (const EventRef& r : index.closure_of(destructor->usr)) {
      const EventKind kind = index.event(r).kind;
      if (kind == EventKind::join || kind == EventKind::await || kind == EventKind::cond_wait ||
          kind == EventKind::blocking || kind == EventKind::barrier || kind == EventKind::atomic)
        return std::nullopt;
    }
    for (const EventRef& r : index.closure_of(e.callee)) {
      const summary::Event& used = index.event(r);
      if (used.kind != EventKind::read && used.kind != EventKind::write && used.kind != EventKind::atomic)
        continue;
      if (const Subject s = index.thing(r); s.owner == f.class_usr) return s;
    }
    return std::nullopt;
  }

  static Finding finding(const detect::Analysis& analysis, const EventRef& fork, const EventRef& free,
                         const Subject& s) {
    Finding f;
    f.subject = detect::named_subject(analysis, s);
    f.sides.push_back(detect::event_side(analysis, fork, "fork"));
    if (free != fork) f.sides.push_back(detect::event_side(analysis, free, "detach"));
    f.fix = "join the thread, let it own what it uses (capture by value, std::shared_ptr), or wait for it "
            "before the end";
    return f;
  }
};

} // namespace

std::unique_ptr<Rule> make_thread_detached_captures() { return std::make_unique<DetachedCaptures>(); }

} // namespace burler::rules

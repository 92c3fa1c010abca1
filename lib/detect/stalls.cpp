#include "detect/stalls.h"

#include "detect/call_targets.h"
#include "detect/event_index.h"
#include "detect/lock_narrate.h"
#include "detect/type_facts.h"

#include <algorithm>
#include <map>
#include <set>

namespace burler::detect {
namespace {

using summary::EventKind;

constexpr std::uint32_t long_sleep_ms = 1000, noticeable_ms = 10;

struct Locker {
  std::uint32_t thread = 0;
  const Acquisition* acquisition = nullptr;
};

class Search {
public:
  Search(Facts& facts, ThreadTree& tree, const EventIndex& events)
      : facts_(facts), tree_(tree), events_(events), registered_(facts.program, true) {
    for (std::uint32_t t = 0; t < tree.threads().size(); ++t)
      if (const Summary* summary = summary_of(t))
        for (const Acquisition& a : summary->acquisitions)
          if ((a.flags & summary::flag_try) == 0) lockers_[key(t, a.lock)].push_back({t, &a});
    for (const EventRef& r : events.of(EventKind::cond_wait))
      if (events.event(r).has(summary::flag_predicate))
        predicates_.insert({events.function(r).usr, events.event(r).place});
  }

  std::vector<Stall> run() {
    for (std::uint32_t t = 0; t < tree_.threads().size(); ++t)
      if (const Summary* summary = summary_of(t))
        for (const Wait& w : summary->waits)
          for (const HoldId hold : facts_.sets[w.holds])
            if (!is_given_back(w, facts_.holds[hold].lock) && !runs_once(facts_.holds[hold].lock))
              note(judge(t, w, hold));
    std::vector<Stall> out;
    for (auto& [where, stall] : found_)
      out.push_back(std::move(stall));
    return out;
  }

private:
  using Key = std::pair<PathId, Subject>; ///< the object, or for objects only callers know the declaration

  const Summary* summary_of(std::uint32_t thread) const {
    const auto found = facts_.summaries.find(tree_.threads()[thread].entry);
    return found == facts_.summaries.end() ? nullptr : &found->second;
  }

  Key key(std::uint32_t thread, PathId lock) {
    const PathId canonical = tree_.canonical(thread, lock);
    return canonical != 0 ? Key{canonical, {}} : Key{0, subject_of(facts_, lock)};
  }

  bool is_given_back(const Wait& w, PathId lock) const { return facts_.sets.contains(w.own, lock); }

  bool runs_once(PathId lock) const {
    const summary::Type* type = declared_type(facts_.program, facts_.paths, facts_.paths[lock]);
    return type != nullptr && type->has(summary::type_sync);
  }

  void note(const Stall& s) {
    if (s.belief == Belief::none) return;
    const auto where = std::tuple(s.wait.origin.function, s.wait.origin.place, subject_of(facts_, s.lock));
    const auto [entry, added] = found_.try_emplace(where, s);
    if (!added && s.belief > entry->second.belief) entry->second = s;
  }

  Stall judge(std::uint32_t thread, const Wait& w, HoldId hold) {
    Stall s;
    s.thread = thread;
    s.wait = w;
    s.hold = hold;
    const PathId lock = facts_.holds[hold].lock;
    const PathId canonical = tree_.canonical(thread, lock);
    s.lock = canonical != 0 ? canonical : lock;
    if (w.kind == EventKind::call) {
      s.belief = believe_callback(w, lock);
      if (s.belief != Belief::none) targets(s);
      return s;
    }
    s.belief = Belief::high;
    if (w.kind == EventKind::join || w.kind == EventKind::await) join(s);
    if (!s.certain && w.kind != EventKind::join && w.kind != EventKind::blocking) wake(s);
    if (s.belief == Belief::low && in_predicate(w, facts_.holds[hold])) s.belief = Belief::medium;
    if (s.needed == nullptr && may_last(s) && find_locker(s, [](const Thread&) { return true; }))
      s.belief = std::min(s.belief, Belief::medium);
    else if (!s.certain)
      s.belief = std::min(s.belief, Belief::low);
    const bool sure = facts_.sets.contains(w.at.held, held_item(lock, facts_.holds[hold].mode));
    if (!sure) s.belief = std::min(s.belief, Belief::medium);
    return s;
  }

  /// A wait's predicate runs under the waiter's lock: who waits in it defeats what the outer wait is for.
  bool in_predicate(const Wait& w, const Hold& hold) const {
    for (FrameId f = w.origin.stack; f != 0; f = facts_.frames[f].next)
      if (hold.origin.function == facts_.frames[f].function &&
          predicates_.contains({facts_.frames[f].function, facts_.frames[f].place}))
        return true;
    return false;
  }

  bool may_last(const Stall& s) const {
    const Wait& w = s.wait;
    if (w.kind != EventKind::blocking || (w.flags & summary::flag_timed) == 0) return true;
    const bool interpreter = is_interpreter_lock(facts_, s.lock); // all Python threads stand still
    return w.milliseconds >= (interpreter ? noticeable_ms : long_sleep_ms);
  }

  bool parallel(std::uint32_t a, const PointState& pa, std::uint32_t b, const PointState& pb) const {
    if (tree_.relate(a, pa, b, pb).parallel) return true;
    return tree_.root_of(a) != tree_.root_of(b) && tree_.called_from_outside(a) &&
           tree_.called_from_outside(b);
  }

  /// Another thread, of those wanted, that has to wait for the held lock at the same time.
  template <class Wanted> bool find_locker(Stall& s, Wanted wanted) {
    const auto lockers = lockers_.find(key(s.thread, facts_.holds[s.hold].lock));
    if (lockers == lockers_.end()) return false;
    for (const Locker& l : lockers->second) {
      const bool readers =
          l.acquisition->mode == LockMode::shared && facts_.holds[s.hold].mode == LockMode::shared;
      // Another run of the same function has a local lock of its own.
      const bool own =
          l.thread == s.thread && facts_.paths.original(facts_.paths[s.lock].root).kind == RootKind::local;
      if (readers || own || !wanted(tree_.threads()[l.thread]) ||
          !parallel(l.thread, l.acquisition->at, s.thread, s.wait.at))
        continue;
      s.needed = l.acquisition;
      s.needing = l.thread;
      return true;
    }
    return false;
  }

  /// By object; by declaration when only callers know the object.
  bool is_handle_of(std::uint32_t child, PathId handle, PathId named) {
    const Thread& t = tree_.threads()[child];
    const Fork* fork = tree_.fork_of(t);
    if (fork == nullptr || named == 0) return false;
    if (handle == 0) {
      const Subject wanted = subject_of(facts_, facts_.paths.container_of(named));
      const auto& theirs = facts_.sets[fork->handles];
      return wanted.owner && std::any_of(theirs.begin(), theirs.end(), [&](PathId h) {
               return subject_of(facts_, facts_.paths.container_of(h)) == wanted;
             });
    }
    const PathId wanted = facts_.paths.container_of(handle);
    const SetId handles = tree_.canonical_paths(static_cast<std::uint32_t>(t.parent), fork->handles);
    return std::any_of(facts_.sets[handles].begin(), facts_.sets[handles].end(),
                       [&](PathId h) { return h != 0 && facts_.paths.container_of(h) == wanted; });
  }

  /// Does the thread that is waited for take the lock?
  void join(Stall& s) {
    const PathId handle = tree_.canonical(s.thread, s.wait.object);
    bool seen = false;
    const auto joined = [&](const Thread& t) {
      const auto number = static_cast<std::uint32_t>(&t - tree_.threads().data());
      const bool match = is_handle_of(number, handle, s.wait.object);
      seen = seen || match;
      return match;
    };
    if (find_locker(s, joined)) {
      s.certain = true;
      s.belief = Belief::high;
      return;
    }
    for (const Thread& t : tree_.threads())
      joined(t);
    s.belief = seen ? Belief::none : Belief::high; // seen: it ends without the lock
  }

  /// Do all places that could wake the waiter need the lock?
  void wake(Stall& s) {
    const EventKind kind = s.wait.kind == EventKind::cond_wait ? EventKind::notify
                           : s.wait.kind == EventKind::await   ? EventKind::signal
                                                               : EventKind::barrier;
    if (s.wait.object == 0) return;
    const Subject object = subject_of(facts_, s.wait.object), lock = subject_of(facts_, s.lock);
    std::size_t wakers = 0, needing = 0;
    for (const EventRef& r : events_.of(kind)) {
      if (events_.thing(r) != object || events_.origin(r).same_event(s.wait.origin)) continue;
      ++wakers;
      const Locks held = events_.held(r);
      needing += std::binary_search(held.begin(), held.end(), lock);
    }
    if (wakers == 0) {
      s.belief = s.belief == Belief::none && kind == EventKind::signal ? Belief::none : Belief::high;
    } else if (needing == wakers && find_locker(s, [](const Thread&) { return true; })) {
      s.certain = true;
      s.belief = Belief::high;
    } else {
      s.belief = Belief::low;
    }
  }

  /// What is registered in the program: it takes the lock, or is seen not to.
  void targets(Stall& s) {
    const PathId lock = facts_.holds[s.hold].lock;
    const Subject held = subject_of(facts_, lock);
    for (const Symbol usr : registered_.of(s.wait.origin.function, s.wait.event)) {
      const auto summary = facts_.summaries.find(usr);
      if (summary == facts_.summaries.end()) continue;
      for (const Acquisition& a : summary->second.acquisitions) {
        if ((a.flags & (summary::flag_try | summary::flag_recursive)) != 0 ||
            subject_of(facts_, a.lock) != held)
          continue;
        const summary::Function* f = facts_.program.function(usr);
        const summary::Function* maker = f == nullptr ? nullptr : facts_.program.function(f->parent);
        s.certain = true;
        s.needed = &a;
        s.needing = s.thread;
        // A class that registers its own code means its own object.
        const bool same = !held.owner || (maker != nullptr && is_member_of(held.owner, maker->class_usr));
        s.belief = same ? Belief::high : Belief::medium;
        return;
      }
    }
    if (!registered_.open(s.wait.origin.function, s.wait.event)) s.belief = Belief::none;
  }

  bool is_member_of(Symbol owner, Symbol of) const {
    const summary::Class* c = facts_.program.find_class(of);
    for (int depth = 0; c != nullptr && depth < 4; ++depth) {
      if (c->usr == owner) return true;
      c = c->bases.empty() ? nullptr : facts_.program.find_class(c->bases.front());
    }
    return false;
  }

  /// A registered callback of a class, called under a lock that public methods of the class take too.
  Belief believe_callback(const Wait& w, PathId lock) const {
    if ((w.flags & summary::flag_virtual) != 0 || w.object == 0) return Belief::none;
    const Subject callable = subject_of(facts_, w.object), held = subject_of(facts_, lock);
    if (!callable.owner || facts_.sets[w.at.held].empty()) return Belief::none;
    const summary::Field* field = facts_.program.field(callable.owner, callable.name);
    const summary::Class* owner = facts_.program.find_class(callable.owner);
    if (field == nullptr || owner == nullptr || owner->is_lambda) return Belief::none;
    if (held.owner && !is_member_of(held.owner, callable.owner) && !is_member_of(callable.owner, held.owner))
      return Belief::low;
    const auto methods = facts_.program.methods.find(callable.owner);
    if (methods == facts_.program.methods.end()) return Belief::low;
    for (const std::uint32_t m : methods->second) {
      const summary::Function& f = facts_.program.functions[m];
      if (!f.has(summary::fn_public) || f.has(summary::fn_constructor) || f.has(summary::fn_destructor))
        continue;
      const auto found = facts_.summaries.find(f.usr);
      if (found == facts_.summaries.end()) continue;
      for (const Acquisition& a : found->second.acquisitions)
        if (subject_of(facts_, a.lock) == held &&
            (a.flags & (summary::flag_try | summary::flag_recursive)) == 0)
          return answers(*field) ? Belief::low : Belief::medium;
    }
    return Belief::low;
  }

  /// Predicates, comparators and factories give an answer and rarely call back.
  bool answers(const summary::Field& field) const {
    const std::string& type = facts_.program.symbols.text(field.type.spelling);
    return type.find("void (") == std::string::npos && type.find("void(") == std::string::npos;
  }

  Facts& facts_;
  ThreadTree& tree_;
  const EventIndex& events_;
  CallTargets registered_;
  std::map<Key, std::vector<Locker>> lockers_;
  std::set<std::pair<Symbol, summary::Place>> predicates_; ///< waits that are given one
  std::map<std::tuple<Symbol, summary::Place, Subject>, Stall> found_;
};

} // namespace

std::vector<Stall> find_stalls(Facts& facts, ThreadTree& tree, const EventIndex& events) {
  return Search(facts, tree, events).run();
}

} // namespace burler::detect

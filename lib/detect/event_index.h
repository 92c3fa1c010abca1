// The events of all functions by kind, with what each path names and which locks are held: for questions
// about the order of events inside functions that the summaries, which keep accesses and locks, do not
// answer.
#pragma once

#include "detect/cfg.h"
#include "detect/guard_inference.h"

#include <map>
#include <memory>
#include <set>
#include <unordered_map>
#include <vector>

namespace burler::detect {

/// One event of the program.
struct EventRef {
  std::uint32_t function = 0; ///< index in Program::functions
  std::uint32_t block = 0, index = 0;
  auto operator<=>(const EventRef&) const = default;
};

using Locks = std::vector<Subject>; ///< sorted

class EventIndex {
public:
  /// Linear in the number of events. Host functions only. `facts` must outlive the index.
  explicit EventIndex(Facts& facts);

  Facts& facts() const { return facts_; }
  const summary::Program& program() const { return facts_.program; }
  const summary::Function& function(const EventRef& r) const { return program().functions[r.function]; }
  const summary::Event& event(const EventRef& r) const { return function(r).blocks[r.block].events[r.index]; }
  Origin origin(const EventRef& r) const { return {function(r).usr, event(r).place, 0}; }
  const std::vector<EventRef>& of(summary::EventKind kind) const;
  /// Calls, constructions, destructions and one-time runs of the function, overridden ones included.
  const std::vector<EventRef>& callers(Symbol usr) const;
  /// Where threads and tasks are started that run the function.
  const std::vector<EventRef>& forks_of(Symbol usr) const;
  const Cfg& cfg(std::uint32_t function) const;

  /// The path with captures of closures, and parameters of threads started at one place, replaced by what
  /// they refer to. A copy made by a capture gives the empty path.
  AccessPath resolve(const AccessPath& path, Symbol function) const;
  /// The declaration behind the path; the default Subject when there is none.
  Subject thing(const AccessPath& path, Symbol function) const;
  Subject thing(const EventRef& r) const { return thing(event(r).path, function(r).usr); }

  /// A closure, a thread or a stored pointer refers to the local variable: others can reach it.
  bool is_shared_local(const PathRoot& root) const { return shared_locals_.contains(root); }

  /// Must: the locks held before the event, those that every known caller holds included.
  Locks held(const EventRef& r) const;
  /// The locks a guard or mutex operand of the event stands for.
  Locks locks_of_operand(const EventRef& r, const AccessPath& operand) const;

  /// What the function and what it calls read, write or do, as far as `deepest` calls.
  std::vector<EventRef> closure_of(Symbol usr) const;

  /// Visits every event that can follow `from` in its function, each at most once. `visit(ref)` returns false
  /// to go no further on that path. True when the end of the function is reached.
  template <class Visit> bool walk_after(const EventRef& from, Visit visit) const;
  /// The same backwards; true when the function's entry is reached.
  template <class Visit> bool walk_before(const EventRef& from, Visit visit) const;
  /// Control can come back to the event.
  bool repeats(const EventRef& r) const;

  static constexpr int deepest = 4;

private:
  struct Capture {
    Symbol function; ///< where the closure is made
    AccessPath path;
    bool by_reference = false;
  };
  struct Guarded {
    Locks locks;
    bool owns = false;
    bool operator==(const Guarded&) const = default;
  };
  struct LockState {
    bool reached = false;
    Locks held;
    std::map<AccessPath, Guarded> guards;
    bool operator==(const LockState&) const = default;
  };
  void add(std::uint32_t function);
  void add_event(const EventRef& r, const summary::Event& e);
  bool through_capture(AccessPath& path, Symbol& function) const;
  bool through_fork(AccessPath& path, Symbol& function) const;
  void transfer(const summary::Event& e, const summary::Function& f, LockState& state) const;
  void guard_event(const summary::Event& e, const summary::Function& f, LockState& state) const;
  static void merge(LockState& into, const LockState& from);
  const std::vector<LockState>& lock_states(std::uint32_t function) const;
  LockState before(const EventRef& r) const;
  Locks held_by_callers(const summary::Function& f, int depth) const;
  Locks held(const EventRef& r, int depth) const;

  Facts& facts_;
  std::map<summary::EventKind, std::vector<EventRef>> by_kind_;
  std::unordered_map<Symbol, std::vector<EventRef>> callers_, forks_;
  std::set<PathRoot> shared_locals_;
  std::map<std::pair<Symbol, Symbol>, Capture> captures_; ///< operator() and field name
  mutable std::map<std::uint32_t, std::unique_ptr<Cfg>> cfgs_;
  mutable std::map<std::uint32_t, std::vector<LockState>> lock_states_; ///< at the start of each block
};

template <class Visit> bool EventIndex::walk_after(const EventRef& from, Visit visit) const {
  const auto& blocks = function(from).blocks;
  std::vector<bool> seen(blocks.size());
  std::vector<std::pair<std::uint32_t, std::uint32_t>> open{{from.block, from.index + 1}};
  bool ends = false;
  while (!open.empty()) {
    const auto [block, first] = open.back();
    open.pop_back();
    const auto& events = blocks[block].events;
    bool on = true;
    for (std::uint32_t i = first; on && i < events.size(); ++i)
      on = visit(EventRef{from.function, block, i});
    if (!on) continue;
    ends = ends || (blocks[block].successors.empty() && !blocks[block].abandons);
    for (const std::uint32_t to : blocks[block].successors) {
      if (!seen[to]) open.emplace_back(to, 0);
      seen[to] = true;
    }
  }
  return ends;
}

template <class Visit> bool EventIndex::walk_before(const EventRef& from, Visit visit) const {
  const auto& blocks = function(from).blocks;
  std::vector<bool> seen(blocks.size());
  std::vector<std::pair<std::uint32_t, std::uint32_t>> open{{from.block, from.index}};
  bool starts = false;
  while (!open.empty()) {
    const auto [block, end] = open.back();
    open.pop_back();
    bool on = true;
    for (std::uint32_t i = end; on && i-- > 0;)
      on = visit(EventRef{from.function, block, i});
    if (!on) continue;
    starts = starts || block == 0;
    for (const std::uint32_t to : cfg(from.function).predecessors(block)) {
      if (!seen[to]) open.emplace_back(to, static_cast<std::uint32_t>(blocks[to].events.size()));
      seen[to] = true;
    }
  }
  return starts;
}

} // namespace burler::detect

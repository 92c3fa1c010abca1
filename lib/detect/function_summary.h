// What one function does, as its callers and threads see it: everything is relative to the function's entry.
// The shape follows relative locksets (RELAY, Voung et al., ESEC/FSE 2007) and compositional summaries
// (RacerD, Blackshear et al., OOPSLA 2018), extended by fork/join state, object order and barrier intervals.
#pragma once

#include "detect/alias_env.h"
#include "detect/call_targets.h"
#include "detect/path_table.h"
#include "detect/premises.h"
#include "detect/set_table.h"
#include "detect/task_queues.h"
#include "summary/program.h"

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <tuple>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace burler::detect {

/// A call on the way from the summarised function to a record, outermost first. 0 ends the list.
using FrameId = std::uint32_t;
struct Frame {
  Symbol function; ///< caller
  summary::Place place;
  FrameId next = 0;
};

/// Members of a lockset: the lock's path and the mode in one number.
inline std::uint32_t held_item(PathId lock, LockMode mode) {
  return lock << 1 | (mode == LockMode::shared ? 1u : 0u);
}
/// In either mode.
inline bool holds_lock(const SetTable& sets, SetId held, PathId lock) {
  return sets.contains(held, held_item(lock, LockMode::exclusive)) ||
         sets.contains(held, held_item(lock, LockMode::shared));
}
inline PathId lock_of(std::uint32_t item) { return item >> 1; }
inline LockMode mode_of(std::uint32_t item) { return item & 1 ? LockMode::shared : LockMode::exclusive; }

/// What holds whenever control reaches one place ("must") or may hold ("may").
struct PointState {
  SetId held = 0;     ///< must: locks held, acquired since entry (held_item)
  SetId maybe = 0;    ///< may: locks that some path holds here and another does not (PathId)
  SetId loose = 0;    ///< of `maybe`: locks that were held on every path until one gave them back (PathId)
  SetId released = 0; ///< may: the caller's locks given back (PathId)
  SetId active = 0;   ///< may: forks of this summary (index + 1) started and not joined
  SetId stale = 0;    ///< must: forks (index + 1) whose fresh objects have been made anew since they started
  SetId joined = 0;   ///< must: handles of earlier activities that have ended
  SetId awaited = 0;  ///< must: synchronisation objects waited for, acquired from, or passed
  SetId barriers = 0; ///< may: the last barrier passed; `entry_barrier` = none since entry
  SetId acquired = 0; ///< must: locks taken since entry, held or not (held_item)
  SetId spans = 0;    ///< must: (fork, lock) whose lock is held since the fork, if it lives (span_item)
  SetId sections = 0; ///< may: events (+ 1) of the function that took the locks held now, or called what did
  SetId fresh = 0;    ///< must: allocations (PathId of the bare root) that nobody else has been told of
  auto operator<=>(const PointState&) const = default;
};
inline constexpr std::uint32_t entry_barrier = 1;

/// Caps: a function whose closure is larger keeps the first records (nearest to it).
inline constexpr std::size_t most_accesses = 3000, most_acquisitions = 1000, most_forks = 64,
                             most_stores = 512, most_exposures = 256, most_values = 256, most_published = 256,
                             most_waits = 500, most_kinds = 256;
/// Of these, how many may have come by a call that may go to several functions: frameworks whose virtual
/// methods call each other would fill every summary with the same doubtful records.
inline constexpr std::size_t most_guessed_accesses = 600, most_guessed_acquisitions = 200,
                             most_guessed_waits = 100;

/// A fork and a lock (held_item) in one number. 0: the lock's number is too large to be kept.
inline std::uint32_t span_item(std::uint32_t fork, std::uint32_t item) {
  static_assert(most_forks <= 64);
  return item < 1u << 26 ? item << 6 | fork : 0;
}
inline std::uint32_t span_fork(std::uint32_t span) { return span & 63; }
inline std::uint32_t span_lock(std::uint32_t span) { return span >> 6; }

/// Where a record comes from.
struct Origin {
  Symbol function;
  summary::Place place;
  FrameId stack = 0;
  bool same_event(const Origin& o) const { return function == o.function && place == o.place; }
};

/// A lock that is or may be held, and the place where it was taken.
using HoldId = std::uint32_t;
struct Hold {
  PathId lock = 0;
  LockMode mode = LockMode::exclusive;
  bool raw = false; ///< not owned by a guard object: an exception leaves it held
  Origin origin;
};

struct Access {
  PathId path = 0;
  bool write = false;
  bool atomic = false;
  bool by_identity = false;          ///< under a branch that inputs of its own may decide (`if (rank == 0)`)
  bool conditional = false;          ///< under a branch
  bool conditional_identity = false; ///< the function has scalar inputs of its own, or claims work atomically
  std::uint32_t flags = 0;           ///< summary::EventFlag
  Symbol type;
  Origin origin;
  PointState at;
  SetId followed = 0;      ///< may: objects signalled or released to later on (PathId)
  std::uint32_t event = 0; ///< number of the event of the summarised function
  bool relaxed = false;    ///< atomic with relaxed order
  bool walked = false;     ///< to some node of a chain, named by its head
  bool handed = false;     ///< to an element that was given to a thread by the index of now
  PathId raw = 0;          ///< as the code names it, in the function itself; 0 in its callers
  bool guessed = false;    ///< reached by a call that may go to several functions
};

/// An access that says something about the number in the object: a write whose effect a later write of the
/// same function takes back (`at.held`: only the locks held all the way between the two), or a read by an
/// assertion.
struct ValueAccess : Access {
  Symbol value;       ///< "=5", "+1", "-1": what the write does; "5": what the assertion demands
  Symbol restored;    ///< what the later write does
  SetId section = 0;  ///< held at the access itself (held_item)
  summary::Place end; ///< of the later write
};

/// A call of a function with a thread-safety attribute.
struct Demand {
  Symbol callee;
  summary::Attribute::Kind kind =
      summary::Attribute::requires_lock; ///< or requires_shared, excludes, releases
  PathId lock = 0;
  Origin origin;
  PointState at;
};

struct Acquisition {
  PathId lock = 0;
  LockMode mode = LockMode::exclusive;
  std::uint32_t flags = 0;
  bool gated = false;   ///< under a branch of the function that takes it: its callers may know the way
  bool guessed = false; ///< reached by a call that may go to several functions
  Premise premise;      ///< of the summarised function
  SetId together = 0;   ///< other locks of the same deadlock-free multi-acquisition (PathId)
  Origin origin;
  PointState at;
  SetId holds = 0;                     ///< may: what some path holds here since the function's entry (HoldId)
  SetId ascending = 0, descending = 0; ///< holds whose object was compared with this one: less, greater
};

/// A place where the thread may stand still, or leave the function's code, for reasons that are not seen
/// here.
struct Wait {
  summary::EventKind kind = summary::EventKind::blocking; ///< join, await, cond_wait, barrier, blocking, or
                                                          ///< call: code that somebody else has registered
  PathId object = 0;                                      ///< handle, condition or callable; 0: unknown
  Symbol what;                                            ///< blocking: in words
  std::uint32_t flags = 0;
  std::uint32_t milliseconds = 0; ///< blocking: at most, 0 = unknown
  bool guessed = false;           ///< reached by a call that may go to several functions
  std::uint32_t event = 0;        ///< its number in the function of `origin`
  SetId own = 0;                  ///< locks given back meanwhile (PathId)
  Premise premise;                ///< of the summarised function
  Origin origin;
  PointState at;
  SetId holds = 0; ///< may: what some path holds here since the function's entry (HoldId)
};

/// A lock gets its kind.
struct LockKind {
  enum class Kind : std::uint8_t { plain, recursive, unknown } kind = Kind::plain;
  PathId lock = 0;
};

/// A way out of a function that leaves a lock held which the function took.
struct LockLeak {
  HoldId hold = 0;
  summary::Place left;
  bool thrown = false;
  bool returned_elsewhere = false; ///< another way out has given it back
  bool returned_here = false;      ///< another path to the same return has given it back
};

struct Fork {
  SetId handles = 0; ///< paths that hold the handle
  Symbol callee;
  PathId self = 0;
  std::vector<PathId> operands;
  std::uint64_t by_reference = 0;
  std::uint32_t flags = 0;
  std::vector<AliasEnv::Entry> snapshot; ///< aliases of the things handed over
  bool guessed = false;                  ///< reached by a call that may go to several functions
  bool sure =
      false; ///< not under a branch, nor in a loop that need not run: whoever gets past it has started it
  SetId fresh = 0; ///< roots that are new for every instance of this fork (PathId of the bare root)
  Origin origin;
  PointState at;
};

/// A lock held since a fork is given back while the started thread may still live.
struct Exposure {
  std::uint32_t span = 0; ///< span_item
  SetId joined = 0;       ///< must: handles that have ended by then
  auto operator<=>(const Exposure&) const = default;
};

struct Summary {
  std::vector<Access> accesses;
  std::vector<ValueAccess> values;
  std::vector<Acquisition> acquisitions;
  std::vector<Wait> waits;
  std::vector<Wait> suspensions; ///< of this coroutine itself: its callers go on
  std::vector<Demand> demands;
  std::vector<LockKind> lock_kinds;
  SetId recursive = 0; ///< may: lock attributes that ask for a recursive lock at the end (PathId)
  std::vector<Fork> forks;
  std::vector<Exposure> exposures;
  std::vector<LockLeak> leaks;
  SetId exit_holds = 0;                ///< may: HoldId of the locks left to the caller
  std::vector<AliasEnv::Entry> stores; ///< pointers left in objects that outlive the call
  std::vector<AliasEnv::Entry>
      kept; ///< pointers left in its own variables and allocations that others can reach
  std::vector<Binding> may_return; ///< what the result may refer to, when the returns differ
  SetId published = 0;             ///< may: objects of the caller handed to other threads or unseen code
  bool published_whole =
      false; ///< too many: `published` has their roots, and all that hangs on them is meant
  PointState exit;
  SetId signalled = 0; ///< may: objects signalled during the call
  PathId returned = 0; ///< what the result refers to, when every return agrees
  bool returned_by_reference = false;
  bool returned_pointer = false; ///< the result is a pointer to `returned`, not a reference
  Binding returned_chain;        ///< the result is some node of the chain that begins there, on some return
  bool returns_fresh = false;    ///< the returns differ, but each is an object that nobody else knows
  Symbol returned_callee;        ///< a returned closure
  SetId returned_guard = 0;      ///< locks owned by a returned guard object (held_item)
  bool truncated = false;        ///< a cap was reached: some records are missing
  bool returns = true; ///< false: every way through it ends in an exception, an exit or an endless loop
};

/// The tables of one analysis.
struct Facts {
  explicit Facts(const summary::Program& p);
  const summary::Program& program;
  PathTable paths;
  SetTable sets;
  std::vector<Frame> frames;
  std::vector<Hold> holds; ///< by HoldId
  std::unordered_map<Symbol, Summary> summaries;
  /// Closures (operator() USR) that carry values of their own, such as the number of their thread: the names.
  std::unordered_map<Symbol, std::set<Symbol>> captured_values;
  CallTargets call_targets;
  std::optional<TaskQueues> task_queues;

  PathContext context() { return {program, paths}; }
  FrameId push_frame(Symbol function, const summary::Place& place, FrameId next) {
    frames.push_back({function, place, next});
    return static_cast<FrameId>(frames.size() - 1);
  }
  /// One number for equal holds.
  HoldId hold(const Hold& hold);
  /// The hold seen from a caller: its lock in the caller's terms, one call deeper. Equal for equal calls.
  HoldId hold_from_call(HoldId theirs, PathId lock, Symbol caller, const summary::Place& call);

private:
  using HoldKey = std::tuple<PathId, LockMode, bool, Symbol, summary::Place, FrameId>;
  std::map<HoldKey, HoldId> hold_ids_;
  std::map<std::tuple<Symbol, summary::Place, FrameId>, FrameId> call_frames_;
};

} // namespace burler::detect

// Which threads the program has, who starts whom, and which of them may run in parallel.
#pragma once

#include "detect/function_summary.h"
#include "detect/options.h"
#include "detect/points_to.h"

#include <cstdint>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace burler::detect {

class CallGraph;

struct Thread {
  enum class Kind : std::uint8_t {
    main,    ///< the program's main
    entry,   ///< entered from outside by its model
    forked,  ///< started by a fork of its parent
    world,   ///< stands for all users of one class; has no code
    method,  ///< a public method, called by users of the class
    life,    ///< constructor or destructor, called by the owner of the object
    library, ///< a function nobody in the program calls, which starts threads
    caller,  ///< a function nobody in the program calls, which takes locks: others may call it at any time
  };
  Kind kind = Kind::main;
  std::int64_t parent = -1;
  std::uint32_t fork = 0; ///< forked: index in the parent's summary
  Symbol entry;
  Symbol class_usr;         ///< world, method, life
  bool many = false;        ///< several instances may run at once
  bool lost_handle = false; ///< nobody can be seen to join it, although it is not detached
  bool borrows = false;     ///< method: a constructor at work on another object of its class
  unsigned depth = 0;
  /// life: a static method that makes an object of the class, sets it up and hands it out. Its allocation
  /// sites of the class, which are the object that the methods are called on.
  std::vector<std::uint32_t> makes;
};

/// How two places relate.
struct Relation {
  bool parallel = false;
  bool assumed = false;    ///< only because users of a class may call it from several threads
  std::int64_t split = -1; ///< the thread whose instances differ, when the two sides are instances of one
  bool outlives = false;   ///< only because a thread may outlive its parent, which has been joined
};

/// A lock that an ancestor holds from a thread's birth to its death: the creation lockset of Goblint.
struct InheritedLock {
  std::uint32_t item = 0;   ///< canonical held_item
  std::uint32_t holder = 0; ///< the thread that holds it
  std::uint32_t child = 0;  ///< the thread that the holder started, an ancestor or the thread itself
};

class ThreadTree {
public:
  ThreadTree(Facts& facts, const CallGraph& calls, const Options& options);

  const std::vector<Thread>& threads() const { return threads_; }
  const Fork* fork_of(const Thread& thread) const;
  /// Could the access of thread `a` at `pa` happen in parallel with that of thread `b` at `pb`?
  Relation relate(std::uint32_t a, const PointState& pa, std::uint32_t b, const PointState& pb) const;
  /// The thread belongs to code that unknown threads may call: methods of a class with a lock, API functions.
  bool called_from_outside(std::uint32_t thread) const;
  /// The outermost ancestor.
  std::uint32_t root_of(std::uint32_t thread) const;
  bool is_inside(std::int64_t thread, std::int64_t ancestor) const;

  const std::vector<InheritedLock>& inherited(std::uint32_t thread) const { return inherited_[thread]; }
  /// Must the place in thread `b` wait until thread `a` has left the place at `pa`? True when a lock has been
  /// held since the birth of b's line at `pa`, or for the whole life of `a`, and b's line has taken that lock
  /// before `pb` (Goblint's descendant lockset).
  bool after_unlock(std::uint32_t a, const PointState& pa, std::uint32_t b, const PointState& pb);

  /// Is the place in thread `a` over when thread `b` is at `pb`? True when `a`, which runs once, starts later
  /// a thread that `b` has joined by then.
  bool before_joined(std::uint32_t a, const PointState& pa, std::uint32_t b, const PointState& pb);

  /// Has `b` at `pb` waited for the end of thread `a` itself, by the handle that `a` has left in a variable
  /// of the program (`main_thread = pthread_self()`)?
  bool has_ended(std::uint32_t a, const PointState& pb) const;

  /// The path in terms of the whole program: global, or a variable owned by one thread. 0: private or
  /// unknown.
  PathId canonical(std::uint32_t thread, PathId path);
  SetId canonical_paths(std::uint32_t thread, SetId set);
  SetId canonical_held(std::uint32_t thread, SetId set);
  const PointsTo& points_to() const { return points_to_; }

private:
  bool is_shared(const summary::Class& c) const;
  void add_root(Thread::Kind kind, Symbol entry, bool many);
  void add_class(const summary::Class& c, const std::unordered_set<std::uint32_t>& reached,
                 const std::unordered_set<std::uint32_t>& followed);
  bool ends_with_starter(std::uint32_t thread) const;
  bool runs_own_thread(const summary::Function& f) const;
  void add_user(std::int64_t world, const summary::Function& f, Thread::Kind kind, bool borrows);
  bool add_factory(std::int64_t world, const summary::Function& f);
  PathId locate_in_class(std::uint32_t thread, PathId path);
  void add_forks(std::uint32_t thread);
  void collect_stores();
  void solve_pointers();
  PathId locate(std::uint32_t thread, PathId path);
  PathId locate_forked(std::uint32_t thread, PathId path);
  bool outlives(std::uint32_t thread, std::uint32_t child, std::uint32_t observer,
                const PointState& at) const;
  bool child_active(std::uint32_t child, std::uint32_t parent, const PointState& at) const;
  std::uint32_t child_towards(std::uint32_t ancestor, std::uint32_t thread) const;
  void find_inherited(std::uint32_t thread);
  void find_own_handles();
  bool covers(std::uint32_t thread, std::uint32_t holder, std::uint32_t child, std::uint32_t item);
  bool ended(std::uint32_t thread, std::uint32_t observer, SetId joined);
  bool has_taken(std::uint32_t thread, const PointState& at, std::uint32_t child, std::uint32_t item);
  bool spanned(std::uint32_t holder, const PointState& at, std::uint32_t child, std::uint32_t item);
  bool unique(std::uint32_t thread) const;
  Relation related_by_class(std::uint32_t a, const PointState& pa, std::uint32_t b, const PointState& pb,
                            std::uint32_t world) const;

  Facts& facts_;
  std::vector<Thread> threads_;
  std::vector<AliasEnv> handed_over_;                 ///< per thread: what its fork's snapshot says
  std::vector<std::vector<InheritedLock>> inherited_; ///< per thread
  std::unordered_map<PathId, std::int64_t>
      own_handles_; ///< variable -> the only thread that left its handle there, or -1
  AliasEnv stores_;
  PointsTo points_to_;
  std::unordered_map<std::uint64_t, PathId> located_, canonical_;
};

} // namespace burler::detect

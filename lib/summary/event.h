// One event of a function's mini control-flow graph. The extractor writes them, the detectors read them;
// nothing here knows Clang. An event is deliberately a flat record: which members matter depends on `kind`.
#pragma once

#include "event/access_path.h"
#include "event/kinds.h"

#include <cstdint>
#include <vector>

namespace burler::summary {

/// A place inside a translation unit; `file` indexes TranslationUnit::files (absolute, normalised paths).
struct Place {
  std::uint32_t file = 0;
  std::uint32_t line = 0;
  std::uint32_t column = 0;
  auto operator<=>(const Place&) const = default;
};

enum class EventKind : std::uint8_t {
  read,
  write,  // path: plain memory access; `type` is the accessed type
  atomic, // path, op, order (order2 = failure order): access that is atomic by type or builtin
  fence,  // order

  acquire, // path = lock, mode, flags try_lock/recursive/multi(group); raw (non-RAII) operation
  release, // path = lock, mode
  // Guard objects (lock_guard, unique_lock, ...) are locals/fields whose state the detector tracks:
  guard_init,   // dst = guard, operands = lock paths (several: deadlock-free multi-lock), mode,
                //   flags: deferred (not locked), try_lock, adopt (already held by the caller)
  guard_lock,   // dst = guard; flags try_lock
  guard_unlock, // dst = guard
  guard_disown, // dst = guard: .release(): the lock stays held, the guard forgets it
  guard_move,   // dst = guard, path = source guard (emptied)
  guard_end,    // dst = guard: end of its life; unlocks when it owns

  cond_wait, // path = condition variable, operands[0] = guard or mutex path; flags predicate, timed
  notify,    // path = condition variable; flags all

  fork,    // starts a concurrent activity. dst = handle path (thread object, pthread_t, future), or none.
           //   callee = entry USR (or path = callable value), operands = arguments in the entry's formal
           //   order (the closure object first as self when `self` is set); flags: detached, task
           //   (runs on a pool), many (one event starts several, e.g. a parallel loop),
           //   scoped (all instances ended when the event is over: parallel_for, OpenMP region)
  join,    // path = handle: the activity has ended afterwards; flags: all (join every element of a container)
  detach,  // path = handle
  barrier, // path = barrier object: all participants meet
  signal,  // path = one-shot/counting object (latch count_down, promise set, semaphore release, event record)
  await,   // path = the same object: future get/wait, latch wait, semaphore acquire, event wait
  once,    // path = once flag; callee = initialiser run exactly once, all callers ordered after it

  call,    // callee = USR, or path = callable value when unknown; self, operands, result number = event index
           //   callee and path: what the result points to, should the callee's body stay unseen
           //   flags: virtual_call; candidates = known overriders are found by the linker
  assign,  // dst <- path, AssignKind: pointer copy, reference binding to a field, handle copy
  closure, // dst = closure object, callee = USR of its operator(), operands = captured paths and
           //   names = capture field names (same order), flags per capture in `by_reference` bits
  construct, // dst = object being constructed, callee = constructor USR, operands = arguments
  destroy, // path = object whose lifetime ends (delete, scope end of a class object), callee = destructor USR
  alloc,   // dst = where the pointer goes, path = {allocation n}: new, make_unique, malloc
  free,    // path = pointer given back
  escape,  // path = object handed to code we cannot see
  ret,     // path = returned value (reference or pointer accessors); may be none
  suspend, // co_await / co_yield
  blocking,  // type = what blocks ("sleep", "recv", "cudaStreamSynchronize", ...), path optional
  launch,    // CUDA kernel launch: callee = kernel USR, operands, path = stream; names[0] as for library: "0"
             // for the default stream
  library,   // an operation of a library that has an order of its own (streams, collectives): type = what it
             // does ("device copy", "collective"), names[0] = the function, operands = what the model names,
             // names[i + 1] = the constant value of operand i (0 for an argument left out), or empty
  constant,  // names[0] = branch subject that changes (Block::subject), type = its new value, none = unknown;
             // names[1] = "+1": its new value is the old one and this; size = number + 1 of the try-lock
             // whose result (0: taken) it gets. Also a variable that indices name
  require,   // path holds the number names[0] here, or the program stops (assertion)
  configure, // path = lock or lock attribute that gets its kind here, operands[0] = attribute it is made from
             //   (an empty path: the default); flags recursive. In Global::initial: dst = lock
};

enum class AssignKind : std::uint8_t { pointer, share_storage, copy, move };

/// What bit i of Event::by_reference says about operand i (bit 0: about `path` of assign and ret; bit 1 of
/// ret: the function returns a reference).
///   clear: the operand's value is passed. A formal of reference type that receives it (thread arguments) is
///   a copy. set:   the operand is the object itself, because a reference binds to it or its address is
///   taken. For a formal,
///          captured field or assigned variable R of reference type, R is that object ({R} = operand); when R
///          is a pointer (or a smart pointer that takes ownership of an allocation), {R, deref} = operand.
/// Indexing continues from the object: with p = &a[0] passed as `p = a`, {p, deref, index i} = {a, index i}.
/// A lambda's captured `this` is the pointer field "this" of the closure: {self, field this, deref} is the
/// object.

/// Bit flags; which ones apply is listed at the kinds above.
enum EventFlag : std::uint32_t {
  flag_try = 1u << 0,
  flag_deferred = 1u << 1,
  flag_adopt = 1u << 2,
  flag_recursive = 1u << 3,
  flag_predicate = 1u << 4,
  flag_timed = 1u << 5,
  flag_all = 1u << 6,
  flag_detached = 1u << 7,
  flag_task = 1u << 8,
  flag_many = 1u << 9,
  flag_scoped = 1u << 10,
  flag_virtual = 1u << 11,
  flag_init = 1u << 12, ///< write: first initialisation of a variable with static or automatic storage
  flag_volatile = 1u << 13,
  flag_unevaluated_once =
      1u << 14,             ///< inside a function-local static's initialiser (run once, guarded by the ABI)
  flag_tensor = 1u << 15,   ///< read/write of shared tensor storage, by the models
  flag_in_place = 1u << 16, ///< tensor operation that mutates storage
  flag_whole = 1u << 18,    ///< write: the object ends here with all its parts (free)
  flag_hidden = 1u << 19,   ///< access to state that a library keeps to itself
  flag_internal = 1u << 17, ///< operation of a type that is safe to call concurrently (by its model)
  flag_any = 1u << 23,      ///< acquire, release: by a pointer without a value, any lock may be meant
  flag_inferred = 1u << 22, ///< fork: concluded from the shape of a task queue, for the detectors only
  flag_ignored = 1u << 21,  ///< acquire: a try whose outcome nobody looks at
  flag_external = 1u << 23, ///< access to what a library keeps behind a handle, for its users to guard
  flag_lookup = 1u << 20,   ///< write: reads like a look-up but may insert (operator[] of a map)
};

struct Event {
  EventKind kind = EventKind::call;
  Place place;
  AccessPath path;
  AccessPath dst;
  AccessPath self; ///< call/fork/construct: receiver object
  bool has_self = false;
  std::vector<AccessPath> operands; ///< arguments; an argument we cannot follow is an empty path
  std::vector<Symbol> names; ///< closure: capture field names; write: [0] = "=5", "+1", "-1" when known;
                             ///< call: the constant values of truth-value and enumeration arguments, or empty
  std::uint64_t by_reference =
      0;         ///< closure/fork/call: bit i = operand i is bound by reference (or is a pointer copy target)
  Symbol callee; ///< USR
  Symbol type;   ///< accessed type, or what blocks
  LockMode mode = LockMode::exclusive;
  AtomicOp op = AtomicOp::load;
  MemoryOrder order = MemoryOrder::seq_cst;
  MemoryOrder order2 = MemoryOrder::seq_cst;
  AssignKind assign = AssignKind::pointer;
  std::uint32_t flags = 0;
  std::uint32_t size = 0; ///< bytes accessed, 0 = unknown

  bool has(EventFlag f) const { return (flags & f) != 0; }
  /// `constant`: the branch subject gets another value here.
  bool changes(Symbol subject) const {
    return kind == EventKind::constant && !names.empty() && names.front() == subject;
  }
};

} // namespace burler::summary

// One step of a controlled execution: the unit of recordings and of the runtime's protocol. Plain data, no
// addresses: threads are creation ordinals (main = 0), objects are first-touch ordinals, sites are (module,
// offset) pairs, so a step means the same thing in another process with another address layout.
#pragma once

#include <cstddef>
#include <cstdint>

namespace burler::sched {

/// What a thread does at a scheduling point. The numbers are part of the recording format: append only.
enum class Op : std::uint8_t {
  none = 0,
  thread_start = 1,
  thread_exit = 2,
  thread_create = 3,
  thread_join = 4,   ///< object = ordinal of the thread joined
  thread_detach = 5, ///< object = ordinal of the thread detached
  lock = 6,
  try_lock = 7,
  timed_lock = 8,
  unlock = 9,
  lock_shared = 10,
  try_lock_shared = 11,
  timed_lock_shared = 12,
  unlock_shared = 13,
  cond_wait = 14,       ///< releases the mutex and starts to wait
  cond_timed_wait = 15, ///< as cond_wait, with a deadline
  cond_wake = 16,       ///< a waiter continues and owns the mutex again
  cond_signal = 17,     ///< aux = ordinal of the thread woken + 1, 0 = nobody waited
  cond_broadcast = 18,  ///< aux = number of threads woken
  sem_wait = 19,
  sem_try_wait = 20,
  sem_timed_wait = 21,
  sem_post = 22,
  barrier_arrive = 23,
  barrier_leave = 24,
  once_begin = 25,
  once_end = 26,
  futex_wait = 27,
  futex_resume = 28,
  futex_wake = 29, ///< aux = number of threads woken
  atomic_load = 30,
  atomic_store = 31,
  atomic_rmw = 32,
  atomic_cas = 33,
  fence = 34,
  plain_read = 35,
  plain_write = 36,
  sleep = 37,
  wake = 38, ///< a sleeper continues
  yield = 39,
  clock = 40,
  io = 41, ///< an operation that may wait for the outside world
  destroy = 42,
  interrupted = 43, ///< stopped where it stood, between two operations (preload engine)
};
inline constexpr std::uint8_t op_count = 44;

/// Set in Step::flags.
enum StepFlag : std::uint8_t {
  step_timed_out = 1, ///< the operation ended by its deadline
  step_failed = 2,    ///< try or compare-exchange that did not succeed
  step_preempts = 4,  ///< another thread ran before and could have continued
  step_fault = 8,     ///< it failed, or went on, only because the schedule chose so (sched/fault.h)
  step_foreseen = 16, ///< a load that returned aux, stored later; a store that an earlier load returned
};

/// A code address: index of the module in the module table (0 = the executable) and the offset from its load
/// base.
using Site = std::uint64_t;
inline constexpr Site make_site(std::uint64_t module, std::uint64_t offset) { return module << 48 | offset; }
inline constexpr std::uint32_t site_module(Site site) { return static_cast<std::uint32_t>(site >> 48); }
inline constexpr std::uint64_t site_offset(Site site) { return site & 0xffffffffffffULL; }

struct Step {
  std::uint16_t thread = 0;  ///< who runs
  Op op = Op::none;          ///< what it does
  std::uint8_t flags = 0;    ///< StepFlag
  std::uint32_t object = 0;  ///< first-touch ordinal of the object, from 1; 0 = none
  Site site = 0;             ///< return address of the call, for reports; not compared by replay
  std::uint32_t aux = 0;     ///< see Op; atomic operations: which permitted value or place, 0 = the newest
  std::uint32_t enabled = 0; ///< how many threads could have run here
};
static_assert(sizeof(Step) == 24);

/// One deviation from the default (non-preemptive) schedule, addressed by the thread's own progress, so that
/// removing one keeps the meaning of the others: the shape in which schedules are shrunk.
struct Switch {
  enum Kind : std::uint8_t {
    run = 0,   ///< after `from` has executed `at` steps, `to` runs next
    wake = 1,  ///< the signal that is step number `at` of `from` wakes `to`
    value = 2, ///< the atomic operation that is step number `at` of `from` takes the value `to` places before
               ///< the newest
    foresee = 3,    ///< the load that is step number `at` of `from` returns a store to come of value_of()
    keep = 4,       ///< the store that is step number `at` of `from` is the one foreseen
    goes_wrong = 5, ///< at chance number `at` of `from` for `fault` it happens, in the way `to` (fault.h)
  };
  std::uint16_t from = 0;
  std::uint16_t to = 0;
  std::uint32_t at =
      0; ///< number of steps `from` has executed before the switch (wake: its 0-based step number)
  Kind kind = run;
  std::uint8_t preemption = 0; ///< 1 when `from` could have continued
  std::uint16_t high = 0;      ///< foresee: upper half of the value, `to` is the lower
  std::uint32_t value_of() const { return to | static_cast<std::uint32_t>(high) << 16; }
  std::uint16_t fault = 0; ///< sched::Fault
  std::uint16_t unused = 0;
  bool operator==(const Switch&) const = default;
};
static_assert(sizeof(Switch) == 16);

/// A load, store or read-modify-write of an atomic object; Step::aux says which value it met.
constexpr bool is_atomic(Op op) { return op >= Op::atomic_load && op <= Op::atomic_cas; }

/// Whether the order of two such operations on one object can matter: what only gives back or continues
/// (unlock, a waiter that goes on) follows from the others.
bool is_choice(Op op);

/// Whether such an operation observes what an earlier one on its object left, and whether it leaves something
/// for later ones. Taking a lock, posting, waiting and signalling do both, what is no choice neither.
bool observes(Op op);
bool leaves(Op op);

/// Whether exchanging two neighbouring steps of different threads can make a difference (the dependency
/// relation of partial order reduction). Errs on the side of yes: condition variables and futexes depend on
/// every synchronisation, everything about time on everything about time.
bool dependent(const Step& a, const Step& b);

/// "lock", "atomic_load", ...; "?" for an unknown number.
const char* name_of(Op op);
/// Op::none when there is no such name.
Op op_of(const char* name);

} // namespace burler::sched

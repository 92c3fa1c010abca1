// The state of one controlled run: threads, synchronisation objects, the
// turnstile. Everything here is touched only by the thread that holds the
// token, so nothing needs a lock; the hand-over is the only synchronisation.
#pragma once

#include "base/address_table.h"
#include "base/plain_map.h"
#include "base/plain_vector.h"
#include "detect/happens_before.h"
#include "detect/weak_memory.h"
#include "runtime/forever.h"
#include "runtime/protocol.h"
#include "sched/fault.h"
#include "sched/random_source.h"
#include "sched/strategy.h"

#include <cstdint>
#include <poll.h>
#include <pthread.h>

namespace burler::runtime {

using sched::Op;
using sched::Step;

struct Thread;
constexpr std::uint64_t never = ~0ULL;

/// A synchronisation object as the model sees it; which members count depends
/// on the kind.
struct Object {
  std::uint32_t ordinal = 0;
  std::uint64_t address = 0;
  Op first_op = Op::none;
  Thread* owner = nullptr;  ///< mutex, rwlock writer, once and guard runner
  std::uint32_t depth = 0;  ///< recursion
  std::uint32_t grants = 0; ///< times somebody got it; the last one follows
  Thread* granted_to = nullptr;
  std::uint64_t grant_pc = 0;
  std::uint32_t grant_stack = 0;
  bool writers_first = false;   ///< rwlock: a waiting writer keeps readers out
  PlainVector<Thread*> readers; ///< rwlock
  std::uint64_t owner_pc = 0;   ///< where it was taken
  std::uint32_t owner_stack = 0;
  std::int64_t value = 0;       ///< semaphore; once: 0 fresh, 1 running, 2 done; barrier: size
  bool known = false;           ///< semaphore, barrier: value is valid
  std::uint32_t arrived = 0;    ///< barrier
  std::uint32_t generation = 0; ///< barrier
  PlainVector<Thread*> waiters; ///< cond, futex, in order of arrival
  std::uint16_t lost_by = 0;    ///< last notify that found nobody: thread, place, how many
  std::uint32_t lost = 0;
  std::uint64_t lost_pc = 0;
  std::uint32_t lost_stack = 0;
};

struct HeldLock {
  Object* object;
  std::uint32_t shared;
  std::uint64_t pc;
  std::uint32_t stack;
};

/// When the pending operation can be executed.
enum class Gate : std::uint8_t {
  open,
  exclusive,
  shared,
  woken,
  woken_mutex,
  positive,
  generation,
  once,
  finished,
  time,
  file
};

struct Pending {
  Op op = Op::none;
  Gate gate = Gate::open;
  Object* object = nullptr;  ///< what the gate looks at
  Object* mutex = nullptr;   ///< woken_mutex
  Thread* target = nullptr;  ///< finished
  std::uint32_t ordinal = 0; ///< object ordinal for the step; thread number for join and detach
  std::uint64_t pc = 0;
  std::uint64_t deadline = never;           ///< virtual ns
  MemoryOrder order = MemoryOrder::relaxed; ///< atomic_load
  pollfd* files = nullptr;
  std::uint32_t file_count = 0;
  const char* external = nullptr; ///< gate file: what waits
};

struct Frame {
  std::uint32_t node;
  std::uint64_t sp;
};

struct Thread {
  std::uint16_t ordinal = 0, parent = 0;
  int turn = 0;      ///< futex: 1 = you hold the token
  bool owns = false; ///< user code of this thread runs under the token
  bool live = true, joined = false, detached = false, waiting = false;
  bool woken = false, timed_out = false, parked = false, wrote = false;
  pthread_t handle{};
  void* (*entry)(void*) = nullptr;
  void* argument = nullptr;
  int (*entry_c11)(void*) = nullptr;
  std::uint64_t created_pc = 0;
  std::uint32_t created_stack = 0;
  std::uint64_t stack_low = 0, stack_high = 0;
  Pending pending;
  std::uint32_t generation = 0; ///< barrier passed into
  PlainVector<HeldLock> held;
  std::uint32_t lockset = 0;
  PlainVector<Frame> frames;
  std::uint32_t stack = 0; ///< node in the call tree
  std::uint32_t progress = 0;
  std::uint32_t run_length = 0;  ///< steps since it was switched to
  std::uint64_t last_load = 0;   ///< State::steps at its last atomic load (stale-read mode)
  std::uint32_t plain_count = 0; ///< plain accesses since the last step
  std::uint64_t seen[16] = {};   ///< recent reads without effect, hashed
  std::uint32_t seen_at = 0, repeats = 0, yields = 0;
  std::uint32_t ignore = 0;
  std::uint64_t refused = 0;                      ///< address of the object that it tried to get and did not
  std::uint32_t grants_before = 0;                ///< Object::grants when it began to want the object
  std::uint32_t chances[sched::fault_count] = {}; ///< for faults, so far (fault.h)
  char name[16] = {};
};

struct Block {
  std::uint64_t size;
  std::uint64_t pc;
  std::uint32_t stack;
  std::uint16_t thread;
};

/// burler::check_always.
struct Invariant {
  bool (*holds)(void*);
  void* argument;
  const char* name;
};

/// Uniform choices for the sake of one thread, see starvation.cpp.
struct FairStretch {
  Thread* thread = nullptr;
  std::uint32_t since = 0;
  sched::RandomSource random{1};
};

struct State {
  Arena* arena = nullptr;
  bool active = false, ended = false;
  std::uint32_t flags = 0;
  PlainVector<Thread*> threads;
  std::uint32_t live = 0;
  bool alone = true;      ///< everything other threads did is over and joined
  bool watching = false;  ///< a plain access may matter to somebody: see update_watching
  Thread* last = nullptr; ///< who executed the last step
  sched::Strategy* strategy = nullptr;
  std::uint64_t now = 0, base = 0;
  std::uint64_t steps = 0, max_steps = 0, quiet = 0;
  Step* last_step = nullptr;
  FairStretch fair;
  Step scratch_step;
  std::uint32_t cursor = 0; ///< replay: next input step; guided: next switch
  detect::HappensBefore races;
  detect::WeakMemory weak{races};
  sched::RandomSource value_random{1};
  sched::RandomSource foresight_random{1};
  std::uint32_t foresights = 0;     ///< offered so far
  std::uint32_t foreseen_value = 0; ///< what the open load returned
  std::uint64_t kept_at = 0;        ///< State::steps when the last foreseen store came
  AddressTable<Object> objects;
  std::uint32_t ordinals = 0;
  PlainVector<std::uint64_t> subjects;     ///< [object ordinal - 1]
  PlainMap<std::uint32_t> memory_ordinals; ///< plain memory at scheduling points
  PlainMap<Block> blocks;
  PlainMap<std::uint8_t> points, seen_points, seen_pairs;
  PlainMap<std::uint8_t> contended; ///< words that two threads used without a common lock
  struct Place {
    std::uint64_t word, pc;
  };
  PlainMap<Place> covered; ///< accesses the detector forgot because a later or
                           ///< stronger one is enough
  PlainVector<Invariant> invariants;
  PlainVector<const char*> outside; ///< functions that waited for the outside world
  std::uint8_t point_filter[8192] = {};
};

extern State& g;
extern thread_local Thread* self_thread __attribute__((tls_model("initial-exec")));

/// Leaves user code for the runtime and comes back. Empty (false) when this
/// thread is not controlled, does not hold the token, or is in the runtime
/// already: then the caller does what the program would do without us.
class Entry {
public:
  Entry() : thread_(self_thread) {
    if (thread_ && thread_->owns)
      thread_->owns = false;
    else
      thread_ = nullptr;
  }
  ~Entry() {
    if (thread_) thread_->owns = true;
  }
  Entry(const Entry&) = delete;
  Entry& operator=(const Entry&) = delete;
  explicit operator bool() const { return thread_ != nullptr; }
  Thread& operator*() const { return *thread_; }
  Thread* operator->() const { return thread_; }

private:
  Thread* thread_;
};

// turnstile.cpp
/// Offers `pending` as this thread's next operation; returns when it may be
/// executed, its step recorded.
void point(Thread& me, const Pending& pending);
/// A point for an operation that can always be executed.
void point(Thread& me, Op op, Object* object, std::uint64_t pc);
void wait_turn(Thread& me);
/// Hands the token on for good.
void leave(Thread& me);
Thread* pick(Thread& me);

// gates.cpp
bool enabled(Thread& thread);
/// A writer that keeps new readers out; null when there is none, or the lock lets readers pass it.
Thread* writer_waits(const Object& object);
/// `chosen` runs before its sleep or timeout is over (flag_early_sleep): the others were slow, time passed.
void let_time_pass(Thread& chosen);
/// Makes virtual time reach the earliest deadline; false when there is none.
bool advance_time(std::uint64_t horizon);
std::uint64_t earliest_deadline();
bool wait_for_files();

// spin.cpp
/// A read-like operation without effect; repeated ones park the thread.
void note_read(Thread& me, std::uint64_t pc, std::uint64_t address, std::uint64_t value);
void note_change(Thread& me);
void note_yield(Thread& me);

// objects.cpp
Object& object_at(std::uint64_t address, Op op, Thread& me);
std::uint32_t memory_ordinal(std::uint64_t address, Op op, Thread& me);
/// The memory is gone or fresh.
void forget_objects(std::uint64_t begin, std::uint64_t end);
void hold(Thread& me, Object& object, bool shared, std::uint64_t pc);
void let_go(Thread& me, Object& object);

// stacks.cpp
std::uint32_t call(std::uint32_t node, std::uint64_t pc);
/// The calls made last, so that most are found without a search.
struct RecentCall {
  std::uint64_t pc;
  std::uint32_t parent, number;
};
constexpr std::uint32_t recent_call_count = 256;
extern RecentCall recent_calls[recent_call_count];
inline RecentCall& recent_call(std::uint32_t node, std::uint64_t pc) {
  return recent_calls[(pc ^ pc >> 7 ^ node * 31ULL) % recent_call_count];
}
std::uint32_t intern_locks(const PlainVector<HeldLock>& held);
const PlainVector<HeldLock>& locks_of(std::uint32_t lockset);
bool share_a_lock(std::uint32_t a, std::uint32_t b);
StackRef stack_ref(std::uint64_t pc, std::uint32_t node);
sched::Site site_of(std::uint64_t pc);
std::uint64_t address_of(sched::Site site);
TextRef text_ref(const char* text);
void load_modules();

// findings.cpp
FindingRecord* new_finding(Defect defect, std::uint32_t object, const char* text);
SideRecord* add_side(FindingRecord* finding, Thread& thread, SideKind kind, std::uint32_t object,
                     std::uint64_t pc, std::uint32_t stack);
void misuse(Thread& me, std::uint32_t object, std::uint64_t pc, const char* text);
/// Writes the result and, unless the program is leaving by itself, ends the
/// process.
void finish(Verdict verdict, const char* message);
[[noreturn]] void end_run(Verdict verdict, const char* message);

// verdicts.cpp
[[noreturn]] void nobody_can_run();
[[noreturn]] void livelock();
void check_cycle(Thread& me);
void check_at_exit();
/// starvation.cpp; called every 1024 steps.
void check_starvation();

/// Remembers that the program waited for the outside world in this function;
/// replay may then differ.
void note_outside(const char* function);

// invariants.cpp
void check_invariants(Thread& me, std::uint64_t pc);

// threads.cpp
Thread* thread_of(pthread_t handle);
Thread& adopt_main();
void update_alone();
/// After each change of live, alone or flags. While nobody is watching, a plain read needs nothing to be
/// done, and a plain write only shows that the thread makes progress.
void update_watching();

// replay.cpp
/// The recorded choice: index among `count` candidates; does not return when
/// the recording cannot be followed.
std::uint32_t replayed(const sched::Scene& scene, Thread** threads);
std::uint32_t guided(const sched::Scene& scene);
/// The thread that ran goes on; else the next one by number.
std::uint32_t undisturbed(const sched::Scene& scene);
/// At the program's end: steps of the recording are left over. Notes the divergence.
bool left_early();
std::uint32_t choose_waiter(Thread& me, Object& object);
/// The recorded index of a value among `count` permitted ones; 0 when none was
/// recorded.
std::uint32_t recorded_value(Thread& me, std::uint32_t count);
/// Mode::explore, but the present step is still one of those that flag_follow
/// gives.
bool following();
/// foresight.cpp: after flag_follow, is the present step the store of
/// Request::foreseen_store?
bool at_foreseen(const Thread& me);
/// Whether the present step of `me` foresees a value (then which), or keeps the
/// promise.
bool recorded_promise(Thread& me, sched::Switch::Kind kind, std::uint32_t& value);

// clock.cpp
std::uint64_t deadline_from(int clock_id, const struct timespec* absolute);
std::uint64_t wall_clock();

// run.cpp
/// Everything that must happen before user code runs under control.
void start_run();

} // namespace burler::runtime

// The contract between the harness and a program linked with the explore
// runtime (libburler_explore.a).
//
// Start. The harness creates a shared memory file (memfd_create) of
// sizeof(Arena) bytes, fills Arena::magic, version and size, and starts the
// program with BURLER_SERVER="<request fd>,<reply fd>,<arena fd>" in the
// environment (the three descriptors inherited). Before main and before any
// static constructor of the executable the runtime maps the arena, removes the
// variable, writes one Hello to the reply descriptor, and becomes a fork
// server:
//   harness: fills Arena::request and the input regions, writes one Command to
//   the request descriptor server:  forks; the child continues into the program
//   under control of the scheduler, the server waits for it server:  kills what
//   is left of the child's process group, writes one Reply
// With Request::repeat the child, having run main once, takes everything back
// to the state in which main began, writes the Reply itself, reads the next
// Command and runs main again, as long as it can answer for the state
// (Result::carried says why it cannot) and the requests ask for it;
// Reply::repeated counts. The server leaves with status 0 when the request
// descriptor reaches its end. A reply descriptor that closes without a Hello
// means: not linked with the runtime (see also `marker`), or it could not be
// loaded. Results lie in the arena until the next Command; a child that dies in
// mid-run leaves what it had written (Result::finished == 0). Standard input,
// output and error of every child are those of the server.
//
// Without BURLER_SERVER the program runs uncontrolled, or, with
// BURLER_RUN="key=value,...", once under control: keys strategy, seed,
// max_steps, flags, points=all, replay=FILE, record=FILE, log=FILE|- (a short
// text result).
//
// Linking (what `burler cxx` and the CMake target burler::explore do): compile
// with -fsanitize=thread, link without it, add
//   -Wl,--whole-archive libburler_explore.a -Wl,--no-whole-archive
//   -Wl,--wrap=memcpy,--wrap=memmove,--wrap=memset,--wrap=_ZNSt3__119__shared_weak_count14__release_weakEv
//   -Wl,--export-dynamic -lstdc++ -lpthread -ldl
// (--wrap: gcc leaves these calls plain; --export-dynamic: instrumented shared
// libraries find __tsan_*). Not with -static.
//
// All structs are plain data of fixed layout (little endian, both sides on one
// machine); counts are clamped to the capacities and Result::truncated says
// what did not fit.
#pragma once

#include "sched/step.h"
#include "sched/strategy.h"

#include <cstdint>

namespace burler::runtime {

/// Every linked program contains this text (search the file for it to know that
/// it was built for exploring).
inline constexpr char marker[] = "burler-explore-runtime/1";
inline constexpr std::uint32_t arena_magic = 0x424c5258; // "XRLB"
inline constexpr std::uint32_t arena_version = 5;

inline constexpr std::uint32_t max_steps_recorded = 1u << 20;
inline constexpr std::uint32_t max_threads = 1024;
inline constexpr std::uint32_t max_findings = 64;
inline constexpr std::uint32_t max_sides = 8;
inline constexpr std::uint32_t max_locks = 8;
inline constexpr std::uint32_t max_objects = 1u << 16;
inline constexpr std::uint32_t max_modules = 256;
inline constexpr std::uint32_t max_points = 1u << 16;
inline constexpr std::uint32_t max_stack_pool = 1u << 17;
inline constexpr std::uint32_t max_text_pool = 1u << 16;
inline constexpr std::uint32_t max_switches = 1u << 16;
inline constexpr std::uint32_t max_subjects = 32;
inline constexpr std::uint32_t max_wishes = 8;
inline constexpr std::uint32_t max_foresights = 4;
inline constexpr std::uint64_t undisturbed_stretch = 10; ///< see Request::max_steps
inline constexpr std::uint32_t max_faults = 1024;
inline constexpr std::uint32_t max_fault_sites = 1u << 12;
inline constexpr std::uint32_t max_options = 1u << 17;
inline constexpr std::uint32_t max_surveys = 256;
inline constexpr std::uint32_t max_groups = 8;
inline constexpr std::uint32_t max_numbers = 64;

enum class Mode : std::uint32_t {
  explore = 0, ///< `strategy` with `seed` decides
  replay = 1,  ///< the steps of Arena::input_steps, each checked;
               ///< Result::divergence says where it left them
  guided = 2,  ///< Arena::input_switches over the non-preemptive default;
               ///< switches that cannot happen are skipped
};

enum RequestFlag : std::uint32_t {
  flag_all_points = 1, ///< every plain access is a scheduling point
  flag_early_sleep =
      2, ///< sleeps and timeouts up to one second may end at any time, not only when nothing else can run
  flag_spurious_wake = 4, ///< sched::permitted_faults: condition waits may wake without a signal, weak
                          ///< compare-exchange may fail, and so may try_lock at Arena::input_fault_sites
  flag_first_finding = 8, ///< end the run at the first finding of any kind (races otherwise let it go on)
  flag_no_races = 16,     ///< do not run the race detector
  flag_weak_memory =
      32, ///< atomic loads may return older values, stores may be ordered before others, as C++20 allows
  flag_log_options = 64,   ///< write Arena::options: what could have run at each step
  flag_follow = 1u << 18,  ///< Mode::explore: the first step_count input_steps
                           ///< are followed, then the strategy decides
  flag_certify = 1u << 19, ///< with flag_follow: then only Request::foreseen_writer runs,
                           ///< up to its store; stopped when that is as foreseen,
                           ///< discarded when not
  flag_preload = 1u << 17, ///< the program is not instrumented, the runtime was preloaded: memory is not seen
  flag_survey = 1u << 16,  ///< write Arena::surveys: what each lock guards
};

struct Request {
  std::uint64_t run_id = 0;
  Mode mode = Mode::explore;
  std::uint32_t flags = 0; ///< RequestFlag
  std::uint64_t seed = 0;
  char strategy[64] = {};      ///< "random", "sticky:10", "pct:3", "default" (non-preemptive); NUL-terminated
  std::uint64_t max_steps = 0; ///< scheduling points that the strategy decides; 0 = 1,000,000. After them the
                               ///< run goes on undisturbed, undisturbed_stretch times as long at most
  std::uint64_t expected_steps = 0;   ///< longest run seen so far (PCT's k); 0 = unknown
  std::uint64_t realtime_base_ns = 0; ///< virtual wall clock at start; 0 = a fixed date
  std::uint32_t wall_limit_ms = 0;    ///< the server kills the child after this; 0 = 10,000
  std::uint32_t step_count = 0;       ///< entries of Arena::input_steps (replay; exhaustive search: prefix)
  std::uint32_t sleeper_count = 0;    ///< of these, the last ones that are the sleep set after the prefix
  std::uint32_t switch_count = 0;     ///< entries of Arena::input_switches (Mode::guided)
  std::uint32_t point_count = 0;      ///< entries of Arena::input_points
  std::uint32_t subject_count = 0;    ///< entries of Arena::input_subjects
  std::uint32_t profiled_threads = 0; ///< entries of Arena::input_profile
  std::uint32_t wish_count = 0;       ///< entries of Arena::input_wishes
  std::uint32_t repeat = 0;           ///< 1 = in a process that ran schedules before, where state allows
  std::uint32_t foreseen_writer = 0;  ///< flag_follow: from the end of the input_steps on, or the load that
                                      ///< is the
  std::uint32_t foreseen_object = 0;  ///< last of them, this thread's store number foreseen_store to this
                                      ///< object (an
  std::uint32_t foreseen_store = 0;   ///< ordinal), made at foreseen_site, has to store foreseen_value
  std::uint32_t foreseen_value = 0;
  sched::Site foreseen_site = 0;
  std::uint32_t faults = 0;           ///< sched::bit()s: these may happen wherever they can
  std::uint32_t fault_site_count = 0; ///< entries of Arena::input_fault_sites
};

/// A range in Arena::stack_pool. Innermost frame first; entry 0 is the exact
/// return address of the operation (look up site - 1), the others are return
/// addresses of callers.
struct StackRef {
  std::uint32_t first = 0;
  std::uint32_t count = 0;
};
/// A NUL-terminated text in Arena::text_pool; 0 = none.
using TextRef = std::uint32_t;

enum class Place : std::uint8_t { unknown, global, heap, stack, tls };

/// What is known of an object (memory or synchronisation) whose ordinal appears
/// in steps or findings.
struct ObjectRecord {
  std::uint32_t ordinal = 0; ///< 0 = unused entry
  Place place = Place::unknown;
  std::uint8_t kind = 0;     ///< sched::Op that touched it first
  std::uint16_t thread = 0;  ///< heap: who allocated it; stack, tls: whose
  sched::Site symbol = 0;    ///< global: its address as module and offset
  std::uint64_t offset = 0;  ///< heap: from the start of the block; stack: from
                             ///< the base of the thread's stack, downwards
  std::uint64_t size = 0;    ///< heap: size of the block in bytes
  std::uint64_t subject = 0; ///< names the object across runs and processes
                             ///< (sched::Profile); 0 = nothing does
  StackRef allocated;        ///< heap: where
  StackRef first_used;       ///< locks, condition variables and the like: the
                             ///< operation that touched it first; names them
};

struct LockRef {
  std::uint32_t object = 0; ///< ordinal
  std::uint32_t shared = 0; ///< 1 = held in shared mode
};

enum class SideKind : std::uint8_t {
  none,
  read,
  write,
  atomic_read,
  atomic_write,
  free,
  acquire,
  wait,
  notify,
  create,
  join,
  spin,
  crash,
  destroy,
  release,
  exit,
};

struct SideRecord {
  std::uint16_t thread = 0;
  SideKind kind = SideKind::none;
  std::uint8_t lock_count = 0;
  std::uint32_t object = 0; ///< ordinal; 0 = none
  std::uint32_t size = 0;   ///< bytes accessed
  StackRef stack;
  LockRef locks[max_locks]; ///< locks held at that moment
  std::uint32_t reserved = 0;
};

/// The defects the runtime itself decides; name_of() gives the rule id.
enum class Defect : std::uint32_t {
  none = 0,
  data_race,      ///< race/data-race: 2 sides
  deadlock_cycle, ///< deadlock/cycle: for each thread of the cycle an acquire side (what it waits for; locks
                  ///< = what it holds)
  stall,          ///< deadlock/stall: everybody waits, no cycle of locks; one wait side per thread
  lost_wakeup, ///< condvar/lost-wakeup: wait side, and the notify side that found nobody waiting, when there
               ///< was one
  livelock,    ///< thread/livelock: spin sides
  leaked_thread,     ///< thread/leaked: create side of a thread neither joined nor detached at exit
  lock_held_at_exit, ///< deadlock/lock-held-at-exit: acquire side (where taken), exit side
  destroyed_in_use,  ///< thread/destroyed-in-use: destroy side, the holder's or waiter's side
  misuse, ///< thread/misuse: unlock by a thread that is not the owner, join of itself, ...; text says which
  use_after_free, ///< memory/use-after-free: free side, then the side that used the memory, or freed it again
  broken_invariant, ///< run/broken-invariant: crash side, text = the name of the condition
  crash,            ///< run/crash: crash side, text = signal, assertion or exit status
  starvation,       ///< thread/starvation: wait side of the thread that starves, acquire side of another one
};

struct FindingRecord {
  Defect defect = Defect::none;
  std::uint32_t side_count = 0;
  std::uint32_t object = 0;  ///< ordinal of the subject; 0 = none
  TextRef text = 0;          ///< a detail in plain words, may be 0
  std::uint64_t at_step = 0; ///< number of steps executed when it was seen
  SideRecord sides[max_sides];
};

struct ThreadRecord {
  std::uint16_t ordinal = 0;
  std::uint16_t parent = 0;
  std::uint8_t finished = 0, joined = 0, detached = 0, reserved = 0;
  sched::Site entry = 0; ///< start routine
  StackRef created;      ///< where; empty for main
  char name[16] = {};    ///< pthread_setname_np, NUL-terminated
};

/// How the run ended. Findings may exist with any of them (races do not end a
/// run).
enum class Verdict : std::uint32_t {
  unfinished = 0, ///< the child vanished without a word: see Reply::wait_status
  completed,      ///< the program left with status 0
  failed_exit,    ///< the program left with another status (a failing test)
  deadlock,       ///< ended by the runtime: cycle, stall or lost wake-up, see
                  ///< findings
  livelock,       ///< ended by the runtime
  crashed,        ///< fatal signal, abort, assertion
  step_limit,     ///< Request::max_steps reached and passed, undisturbed_stretch times
  diverged,       ///< Mode::replay left the recording
  stopped,        ///< ended at the first finding (flag_first_finding)
  unsupported,    ///< Result::message names the operation (fibers, too many threads)
  starvation,     ///< ended by the runtime: a thread never gets what others get over and over
  discarded,      ///< a load foresaw a store that did not come: the run is no execution, it has no findings
};

struct Divergence {
  std::uint32_t happened = 0;
  std::uint32_t step = 0; ///< 0-based index of the first step that differs
  sched::Step expected;
  sched::Step actual; ///< what the thread was about to do; thread ==
                      ///< expected.thread unless it could not run
  TextRef reason = 0;
};

struct Result {
  std::uint64_t run_id = 0;
  std::uint32_t finished = 0; ///< 1 = the runtime completed this record
  Verdict verdict = Verdict::unfinished;
  std::int32_t exit_status = 0; ///< completed, failed_exit
  std::int32_t signal = 0;      ///< crashed
  TextRef message = 0;          ///< one line for a person, may be 0
  std::uint32_t truncated = 0;  ///< 1 = something did not fit
  std::uint64_t steps = 0;      ///< scheduling points executed with two or more live
                                ///< threads; recorded up to max_steps_recorded
  std::uint64_t switches = 0;   ///< changes of thread
  std::uint64_t preemptions = 0;
  std::uint64_t virtual_ns = 0; ///< virtual time passed
  std::uint32_t early = 0;      ///< sleeps and timeouts that ended although others
                                ///< could run (flag_early_sleep)
  std::uint32_t external = 0;   ///< operations that waited for the outside world
                                ///< (replay may then differ)
  TextRef external_name = 0;    ///< the functions concerned, "poll, flock"
  std::uint32_t step_count = 0; ///< entries of Arena::steps
  std::uint32_t thread_count = 0;
  std::uint32_t max_live = 0; ///< most threads alive at once
  std::uint32_t finding_count = 0;
  std::uint32_t object_count = 0;    ///< objects[ordinal - 1]
  std::uint32_t point_count = 0;     ///< entries of Arena::points
  std::uint32_t option_count = 0;    ///< entries of Arena::options
  std::uint32_t fault_count = 0;     ///< entries of Arena::faults
  std::uint32_t undisturbed_end = 0; ///< 1 = Request::max_steps was passed
  std::uint32_t spins = 0;           ///< how often a thread was set aside because it only repeated itself
  std::uint32_t stack_pool_used = 0;
  std::uint32_t text_pool_used = 0;
  std::uint32_t survey_count = 0;    ///< entries of Arena::surveys
  std::uint32_t number_count = 0;    ///< entries of Arena::numbers
  TextRef carried = 0;               ///< Request::repeat: why no other schedule can be run in
                                     ///< this process; 0 = nothing known
  std::uint32_t foreseeing = 0;      ///< 1 = a load has foreseen a store that has
                                     ///< not come yet: nothing counts
  std::uint32_t foresight_count = 0; ///< entries of Arena::foresights
  Divergence divergence;
};

/// A store that a load could have foreseen (runtime/foresight.h): when steps
/// [0, at_step) are repeated, `reader` may load from `object` what `writer`
/// will store.
struct Foresight {
  std::uint64_t at_step = 0;
  sched::Site site = 0;     ///< of the store
  std::uint32_t object = 0; ///< ordinal
  std::uint32_t store = 0;  ///< its number, from 1, among the writer's stores to
                            ///< the object from at_step on
  std::uint32_t value = 0;
  std::uint16_t reader = 0, writer = 0;
};

/// A thread that could have run at a step, with its pending operation.
struct Option {
  std::uint32_t step = 0;
  std::uint16_t thread = 0;
  sched::Op op = sched::Op::none;
  std::uint8_t reserved = 0;
  std::uint32_t object = 0; ///< as in sched::Step
};

/// What one lock guards, while two or more threads lived. Guarded memory: words
/// that several threads used and somebody wrote meanwhile.
struct LockSurvey {
  std::uint32_t object = 0;   ///< ordinal
  std::uint32_t sections = 0; ///< times it was taken
  std::uint32_t shared_sections = 0;
  std::uint32_t handovers = 0;    ///< sections of another thread than the one before
  std::uint32_t conditions = 0;   ///< condition waits that gave it up
  std::uint32_t waits_inside = 0; ///< sleeps and file operations while it was held
  std::uint32_t logged = 0;       ///< sections that the following counts are about
  std::uint32_t idle = 0;         ///< touched no guarded memory
  std::uint32_t reading = 0;      ///< touched guarded memory, wrote none
  std::uint32_t single = 0;       ///< touched one guarded word, at most four times
  std::uint64_t accesses = 0;     ///< to any memory
  std::uint64_t guarded_accesses = 0;
  std::uint32_t groups = 0; ///< sets of guarded words that no section touches together, each in a
                            ///< tenth of the sections or more; the first ones follow
  std::uint32_t taken_count = 0;
  std::uint32_t group_sections[max_groups] = {};
  sched::Site group_sites[max_groups] = {}; ///< an access to each
  StackRef taken[max_groups];               ///< where it was taken
};
/// burler::result
struct NamedNumber {
  char name[48] = {}; ///< NUL-terminated
  double value = 0;
};

/// Between the server and the child that repeats (Request::repeat): whose turn
/// it is to answer a run.
struct Repetition {
  std::uint64_t taken = 0;    ///< the run that the child began last
  std::uint64_t answered = 0; ///< the run whose Reply the child wrote last
  std::uint64_t returned = 0; ///< a run that the child read and leaves to a new process
  std::uint32_t ran = 0;      ///< runs that this child answered
  std::uint32_t reserved = 0;
};

/// Something that went wrong because the schedule chose so; Mode::replay and Mode::guided take `choice` among
/// Arena::input_switches.
struct FaultRecord {
  sched::Switch choice;
  std::uint32_t step = 0; ///< number of steps executed before it
  std::uint32_t reserved = 0;
  StackRef stack;
};

struct Arena {
  std::uint32_t magic = arena_magic;
  std::uint32_t version = arena_version;
  std::uint64_t size = 0; ///< sizeof(Arena)
  Repetition repetition;

  // harness -> runtime
  Request request;
  sched::Site input_points[max_points];       ///< plain accesses that shall be
                                              ///< scheduling points
  std::uint64_t input_subjects[max_subjects]; ///< sched::Profile, for
                                              ///< strategies that use one
  sched::Profile::Thread input_profile[max_threads];
  sched::ReadsFrom input_wishes[max_wishes];  ///< for the reads-from search
  sched::Switch input_switches[max_switches]; ///< in execution order
  sched::Step input_steps[max_steps_recorded];
  /// Where the C++ and C standards permit try_lock to fail for no reason.
  sched::Site input_fault_sites[max_fault_sites];

  // runtime -> harness
  Result result;
  /// Grows over the whole campaign; index = module number of a Site. The
  /// executable is 0; paths as the loader knows them.
  std::uint32_t module_count;
  char modules[max_modules][256];
  ThreadRecord threads[max_threads]; ///< [ordinal]
  ObjectRecord objects[max_objects]; ///< [ordinal - 1]
  FindingRecord findings[max_findings];
  /// Sites of plain accesses that touched memory which two threads used, one of
  /// them writing, without a common lock. The harness unites them over the
  /// campaign and hands them back as input_points.
  sched::Site points[max_points];
  sched::Site stack_pool[max_stack_pool];
  char text_pool[max_text_pool]; ///< byte 0 is NUL
  sched::Step steps[max_steps_recorded];
  Option options[max_options]; ///< by ascending step
  Foresight foresights[max_foresights];
  LockSurvey surveys[max_surveys];
  NamedNumber numbers[max_numbers];
  FaultRecord faults[max_faults];
};

struct Hello {
  std::uint32_t magic = arena_magic;
  std::uint32_t version = arena_version;
  std::int32_t pid = 0; ///< of the server
  std::uint32_t reserved = 0;
};
struct Command {
  std::uint64_t run_id = 0; ///< must equal Request::run_id
};
struct Reply {
  std::uint64_t run_id = 0;
  std::int32_t wait_status = 0;  ///< as waitpid; meaningless when timed_out
  std::uint32_t timed_out = 0;   ///< killed after Request::wall_limit_ms
  std::uint64_t wall_us = 0;     ///< fork to end
  std::uint32_t fork_failed = 0; ///< errno of fork, 0 = fine
  std::uint32_t repeated = 0;    ///< schedules that this process had run before
};

/// A child ended by the runtime itself (Verdict deadlock, livelock, step_limit,
/// diverged, stopped, unsupported) leaves with this.
inline constexpr int ended_by_runtime_status = 86;

/// "race/data-race", ...; "" for Defect::none.
const char* rule_of(Defect defect);
/// "completed", "deadlock", ...
const char* name_of(Verdict verdict);
/// "read", "atomic-read", ... as Side::kind of a finding.
const char* name_of(SideKind kind);

} // namespace burler::runtime

// Who runs next: the one interface of all search strategies. A strategy lives for one run, sees only
// ordinals, and must be a function of its Setup and of what it is shown, so that a seed reproduces a run. A
// new strategy is a new file strategy_<name>.cpp with `extern const StrategyEntry strategy_<name>` in it; the
// build generates the table (CMakeLists.txt). Strategies run inside the program under test: page_allocator
// memory only, no exceptions, no standard containers.
#pragma once

#include "sched/random_source.h"
#include "sched/step.h"

#include <cstdint>
#include <string_view>

namespace burler::sched {

/// What earlier runs of the program said about the next one: how many events on the chosen subjects each
/// thread will execute. A subject names an object across runs (a global by its symbol, a heap object by its
/// place of allocation, ...), which ordinals do not.
struct Profile {
  struct Thread {
    std::uint16_t parent = 0;
    std::uint16_t reserved = 0;
    std::uint32_t events = 0; ///< without those of its children
  };
  const std::uint64_t* subjects = nullptr;
  std::uint32_t subject_count = 0; ///< 0 = no profile
  const Thread* threads = nullptr; ///< by creation ordinal
  std::uint32_t thread_count = 0;
};

/// A wish of the reads-from search: that `read` observes what `write` left.
struct ReadsFrom {
  Site read = 0;
  Site write = 0;            ///< 0 = what was there before any step
  std::uint64_t subject = 0; ///< where, as in Profile
  std::uint32_t skip = 0;    ///< so many executions of `read` come before the one that is meant
  std::uint32_t reserved = 0;
  bool operator==(const ReadsFrom&) const = default;
};

struct Setup {
  std::uint64_t seed = 0;
  std::uint64_t parameter = 0;       ///< the number after the colon, 0 = none given
  std::uint64_t expected_steps = 0;  ///< longest run seen so far, 0 = unknown
  Profile profile = {};              ///< lives as long as the run
  const ReadsFrom* wishes = nullptr; ///< live as long as the run
  std::uint32_t wish_count = 0;
  const Step* prefix = nullptr; ///< exhaustive search: the first choices
  std::uint32_t prefix_count = 0;
  const Step* sleepers = nullptr; ///< and the operations that stay behind after them
  std::uint32_t sleeper_count = 0;
};

/// A thread that can execute its next operation.
struct Candidate {
  std::uint16_t thread = 0;
  Op op = Op::none;
  std::uint32_t object = 0;
  std::uint64_t subject = 0; ///< as in Profile; 0 = the object has no name across runs
  Site site = 0;             ///< where in the program
};

struct Scene {
  const Candidate* candidates = nullptr; ///< by ascending thread ordinal
  std::uint32_t count = 0;               ///< at least 1
  std::uint16_t current = 0;             ///< who ran last
  std::int32_t current_index = -1;       ///< its index among the candidates, -1 = it cannot continue
  std::uint64_t step = 0;                ///< number of steps executed so far
};

class Strategy {
public:
  /// Index into scene.candidates.
  virtual std::uint32_t choose(const Scene& scene) = 0;
  /// Which of `count` waiters (in order of arrival) a signal wakes.
  virtual std::uint32_t choose_waiter(std::uint32_t count) { return count ? 0 : 0; }
  virtual void thread_created(std::uint16_t, [[maybe_unused]] std::uint16_t parent) {}
  /// The thread repeats itself without effect, or yields: let others run.
  virtual void spinning(std::uint16_t) {}

protected:
  ~Strategy() = default;
};

struct StrategyEntry {
  const char* name;
  const char* summary;             ///< one line, says what the parameter is
  Strategy* (*make)(const Setup&); ///< page_make; never freed (one run, one process)
};

/// The generated table, sorted by name.
extern const StrategyEntry* const strategy_table[];
extern const std::uint32_t strategy_count;

/// "pct:3" -> the entry and 3. Null when there is no such strategy or the parameter is not a number.
const StrategyEntry* find_strategy(std::string_view text, std::uint64_t& parameter);

} // namespace burler::sched

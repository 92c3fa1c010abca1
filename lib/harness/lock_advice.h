// One line of advice for a lock that threads wait for, by stated rules from measured facts. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace burler::harness {

/// Measured in free runs.
struct LockLoad {
  std::uint64_t acquisitions = 0, contended = 0, holds = 0;
  std::uint64_t wait_ns = 0, hold_ns = 0;
  std::uint64_t thread_ns = 0; ///< time that all threads of the program lived, without joins
};

/// Seen in controlled runs (runtime::LockSurvey), summed.
struct LockFacts {
  std::uint64_t sections = 0, shared_sections = 0, conditions = 0, waits_inside = 0;
  std::uint64_t logged = 0, idle = 0, reading = 0, single = 0, accesses = 0, guarded_accesses = 0;
  unsigned groups = 0;
  std::vector<std::string>
      group_names; ///< an access to each of the first groups, in user names; may be empty
};

struct Advice {
  std::string kind; ///< atomic, shorten, split, reader-writer, none; empty: the lock is not hot
  std::string text; ///< one line, with the facts
};

/// Threads wait for it for 5 % of their time, or for 1 % while one acquisition in five is contended.
bool is_hot(const LockLoad& load);

/// The rules, the first that holds wins; idle sections (those that touch nothing guarded) do not count:
///   atomic         95 % of the sections touch one word only, no condition variable, nothing waits inside
///   shorten        half of the sections sleep or do file operations inside
///   split          two or more sets of objects that no section touches together, no condition variable
///   reader-writer  90 % of the sections only read, none is shared already, no condition variable
///   shorten        most memory accesses inside are to memory that needs no lock; or holds of 20 us and more
///                  with less than one guarded access in 10 us (a busy machine lengthens holds, too)
///   none           otherwise
Advice advise(const LockLoad& load, const LockFacts& facts);

/// "830 ns", "12.4 us", "3.1 ms", "2.0 s".
std::string duration_text(double ns);

} // namespace burler::harness

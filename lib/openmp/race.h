// What the judge of pairs found.
#pragma once

#include "finding/finding.h"
#include "openmp/context.h"

#include <cstdint>
#include <string>

namespace burler::openmp {

/// Which two agents meet: threads of a team, teams of a league, tasks of one thread, or lanes of a simd loop.
enum class Agents : std::uint8_t { threads, teams, tasks, lanes };

struct Race {
  std::uint32_t a = 0, b = 0; ///< numbers of the accesses; the write first
  Agents agents = Agents::threads;
  Confidence confidence = Confidence::high;
  std::uint32_t level = 0;
  bool between_constructs =
      false;                    ///< the sides belong to different parts of the region: a barrier is missing
  bool elements = false;        ///< the subject is an element that an index selects
  std::string where_a, where_b; ///< "i=0", "thread 1"
  std::string element;          ///< "a[1]"
};

} // namespace burler::openmp

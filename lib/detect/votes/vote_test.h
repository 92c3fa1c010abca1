// What the votes' unit tests share: the races of a small program, with one vote left out when asked.
#pragma once

#include "detect/analysis.h"
#include "detect/program_builder.h"
#include "detect/votes/vote.h"

#include <gtest/gtest.h>

#include <string>

namespace burler::detect {

inline std::size_t races(ProgramBuilder builder, const std::string& without = "",
                         Belief at_least = Belief::low) {
  const summary::Program program = builder.link();
  Options options;
  if (!without.empty()) options.disabled_votes.push_back(without);
  std::size_t count = 0;
  for (const Race& race : analyse(program, options).races)
    count += race.belief >= at_least;
  return count;
}

} // namespace burler::detect

// The words of each rule: what happened, and what would order it.
#pragma once

#include "finding/finding.h"

#include <string>

namespace burler::cudahost {

/// What the engine said beside the sides.
struct RawWords {
  std::string variant, subject, subject_kind, note;
  SourcePlace declared; ///< of the variable or the allocation; may be empty
};

/// Fills message and fix from rule, sides and words.
void describe(Finding& finding, const RawWords& words);

} // namespace burler::cudahost

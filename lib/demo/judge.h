// Whether a step of the demo showed what it should.
#pragma once

#include "demo/child.h"
#include "demo/plan.h"
#include "finding/report.h"

#include <optional>
#include <string>

namespace burler::demo {

struct Outcome {
  bool as_planned = false;
  bool undecided = false; ///< the step could not run or finish; not a verdict on the engine
  std::string word;       ///< "silent", "found race/data-race", or what is wrong
  std::optional<Report> report;
  std::optional<Finding> finding; ///< of an expected rule
};

/// A mutant must be reported under one of its rules; a clean twin must end 0 with no finding of any tier and
/// nothing undecided.
Outcome judge(const Step& step, const ChildEnd& end);

} // namespace burler::demo

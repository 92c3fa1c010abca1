// From summaries to findings.
#pragma once

#include "options.h"

#include "finding/report.h"
#include "summary/translation_unit.h"

#include <vector>

namespace burler::lint {

/// Links all units into one program, or each into its own with --isolate, and adds what the rules find to
/// `report`. With --inventory prints the table of shared objects.
void judge(std::vector<summary::TranslationUnit> units, const Options& options, Report& report);

} // namespace burler::lint

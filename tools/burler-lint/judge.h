// From summaries to findings.
#pragma once

#include "options.h"
#include "profile.h"

#include "detect/annotations.h"
#include "finding/report.h"
#include "summary/summary_store.h"

namespace burler::lint {

/// Links all units into one program, or each into its own with --isolate, and adds what the rules find to
/// `report`. Summaries are loaded one by one. With --inventory prints the table of shared objects.
/// With --suggest-annotations collects what could be declared.
void judge(const summary::SummaryStore& store, const Options& options, Report& report,
           std::vector<detect::Annotation>& annotations, Profile& profile);

} // namespace burler::lint

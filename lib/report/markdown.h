// A report as GitHub-flavoured Markdown: for a job summary or a comment on a review.
#pragma once

#include "finding/report.h"

#include <string>

namespace burler::report {

/// A table of the new findings, their details folded below, then what could not be decided. Foreign text is
/// escaped: it can neither break the table nor bring mark-up of its own.
std::string to_markdown(const Report& report);

} // namespace burler::report

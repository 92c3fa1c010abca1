// --suggest-annotations: what the code keeps to, as a patch.
#pragma once

#include "options.h"

#include "base/result.h"
#include "detect/annotations.h"

#include <vector>

namespace burler::lint {

/// Writes the patch, relative to the root, and tells on standard error how many attributes it has and what it
/// leaves out.
Status suggest(const std::vector<detect::Annotation>& annotations, const Options& options);

} // namespace burler::lint

// Allocation sites that stand for several objects.
#pragma once

#include "detect/function_summary.h"

namespace burler::detect {

/// The root is an allocation in a loop of the function that makes it. Linear in that function.
bool made_in_loop(const Facts& facts, const PathRoot& root);

} // namespace burler::detect

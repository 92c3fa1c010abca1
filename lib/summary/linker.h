// Merges translation units into one Program.
#pragma once

#include "summary/program.h"

#include <vector>

namespace burler::summary {

/// Takes the units; a function or class that several units define (headers) is kept once, the first
/// definition with a body in unit order. Linear in the size of the units. An empty list gives an empty
/// program.
Program link(std::vector<TranslationUnit> units);

} // namespace burler::summary

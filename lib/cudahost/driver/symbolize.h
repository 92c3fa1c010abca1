// Code addresses to source places, all at once through llvm-symbolizer.
#pragma once

#include "base/result.h"
#include "base/source_place.h"

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace burler::cudahost {

/// Per return address the inlined frames, innermost first, without frames in files under `hidden` (a path
/// prefix). Addresses without debug information map to no frame.
Result<std::map<std::uint32_t, std::vector<SourcePlace>>>
symbolize(const std::string& program, const std::set<std::uint32_t>& addresses, const std::string& hidden);

} // namespace burler::cudahost

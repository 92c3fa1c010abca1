#include "harness/library_defects.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace burler::harness {
namespace {

/// libstdc++ 12 and 13, bits/shared_ptr_atomic.h: load() gives its lock bit back with relaxed order, so that
/// nothing in the memory model orders its read of the pointer before the next store's write of it (GCC's own
/// annotations for ThreadSanitizer, since 13, hide the same pair).
constexpr std::array<std::string_view, 1> kKnown = {"std::_Sp_atomic<"};

bool lies_in_known(const RawSide& side, Symbolizer& symbolizer) {
  if (side.stack.empty() || side.stack.front().return_offset == 0) return false;
  const CodeAddress& at = side.stack.front();
  for (const SourcePlace& place : symbolizer.code(at.module, at.return_offset - 1)) {
    if (!is_system_file(place.file)) return false;
    for (const std::string_view known : kKnown)
      if (place.function.find(known) != std::string::npos) return true;
  }
  return false;
}

} // namespace

bool is_library_defect(const RawFinding& finding, Symbolizer& symbolizer) {
  return finding.rule == "race/data-race" && finding.sides.size() == 2 &&
         std::all_of(finding.sides.begin(), finding.sides.end(),
                     [&](const RawSide& side) { return lies_in_known(side, symbolizer); });
}

} // namespace burler::harness

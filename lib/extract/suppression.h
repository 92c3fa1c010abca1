// `// burler:allow(rule): reason` comments of the user's files.
#pragma once

#include "extract/unit_builder.h"

namespace burler::extract {

/// Also counts the unit's own lines (TranslationUnit::source_lines).
void collect_suppressions(UnitBuilder& unit);

/// Reads one comment; false when it is not one of ours. A missing reason stays empty.
bool parse_suppression(std::string_view comment, std::string& rule, std::string& reason);

} // namespace burler::extract

// The words the JSON contract uses for enumerations.
#pragma once

#include "finding/finding.h"

#include <optional>
#include <string_view>

namespace burler {

const char* name_of(Severity severity);
const char* name_of(Confidence confidence);
const char* name_of(FindingState state);

std::optional<Severity> parse_severity(std::string_view text);
std::optional<Confidence> parse_confidence(std::string_view text);
std::optional<FindingState> parse_state(std::string_view text);

} // namespace burler

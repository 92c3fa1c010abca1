// The profile of burler stress --profile for a person.
#pragma once

#include <nlohmann/json.hpp>

#include <string>

namespace burler::report {

/// `profile` as in the schema; empty text for null. Keys that are missing are left out, never an error.
std::string profile_text(const nlohmann::json& profile);

} // namespace burler::report

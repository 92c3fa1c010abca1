// Lines of keys in a JSON text: nlohmann::json tells where a syntax error is, but forgets where values came
// from.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>

namespace burler::model {

/// JSON pointer ("/types/3/is") -> 1-based line of that key or element. `text` must be valid JSON.
std::unordered_map<std::string, unsigned> json_lines(std::string_view text);

/// 1-based line of a byte offset.
unsigned line_of(std::string_view text, std::size_t offset);

} // namespace burler::model

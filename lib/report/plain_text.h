// Foreign text made fit for a terminal line: names and messages come from programs under test.
#pragma once

#include <string>

namespace burler::report {

/// Control characters (line breaks, escape sequences) become blanks, so a name can neither break the layout
/// nor command the terminal. Other bytes stay.
std::string plain(std::string text);

/// A qualified C++ name without its template arguments when it is longer than `limit`:
/// "std::vector<int, std::allocator<int>>::push_back" -> "std::vector<...>::push_back". Operator names stay.
std::string short_name(const std::string& name, std::size_t limit = 80);

} // namespace burler::report

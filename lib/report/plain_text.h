// Foreign text made fit for a terminal line: names and messages come from programs under test.
#pragma once

#include <string>
#include <vector>

namespace burler::report {

/// Control characters (line breaks, escape sequences) become blanks, so a name can neither break the layout
/// nor command the terminal. Other bytes stay.
std::string plain(std::string text);

/// A qualified C++ name without its template arguments when it is longer than `limit`:
/// "std::vector<int, std::allocator<int>>::push_back" -> "std::vector<...>::push_back". Operator names stay.
std::string short_name(const std::string& name, std::size_t limit = 80);

/// The scope ("app::serving::") that all the qualified names share and a reader can do without; empty when
/// there is none. At least one name keeps two parts, so a class that all names are members of stays visible.
/// Names without a scope (main) have no say.
std::string shared_scope(const std::vector<std::string>& names);

/// `text` without `scope` wherever it starts a name.
std::string without_scope(std::string text, const std::string& scope);

} // namespace burler::report

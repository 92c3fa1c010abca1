#include "report/plain_text.h"

#include <algorithm>
#include <cctype>
#include <string_view>

namespace burler::report {
namespace {

/// Length of an operator's symbol such as "<<=" or "->" at `at`, just after the word "operator"; 0 if none.
std::size_t symbol_length(const std::string& name, std::size_t at) {
  static constexpr std::string_view symbols = "<>=-!";
  std::size_t length = 0;
  while (at + length < name.size() && length < 3 && symbols.find(name[at + length]) != std::string_view::npos)
    ++length;
  return length;
}

bool in_name(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) || c == '_' || c == ':' || c == '~';
}

/// The scope a name starts with, cut before arguments and template arguments: "a::b::" of "a::b::f<x::y>(z)".
std::string scope_of(const std::string& name) {
  std::size_t end = 0;
  while (end < name.size() && in_name(name[end]))
    ++end;
  const auto last = name.substr(0, end).rfind("::");
  return last == std::string::npos ? "" : name.substr(0, last + 2);
}

std::string common_scope(const std::string& a, const std::string& b) {
  std::size_t same = 0, whole = 0;
  while (same < a.size() && same < b.size() && a[same] == b[same])
    if (a[same++] == ':' && same >= 2 && a[same - 2] == ':') whole = same;
  return a.substr(0, whole);
}

std::string outer_scope(const std::string& scope) {
  const auto last = scope.size() < 3 ? std::string::npos : scope.rfind("::", scope.size() - 3);
  return last == std::string::npos ? "" : scope.substr(0, last + 2);
}

} // namespace

std::string shared_scope(const std::vector<std::string>& names) {
  std::string scope;
  std::vector<std::string> scopes;
  for (const std::string& name : names) {
    const auto lambda = name.find("::lambda");
    const std::string own = scope_of(name.substr(0, lambda));
    if (own.empty()) continue;
    scope = scopes.empty() ? own : common_scope(scope, own);
    scopes.push_back(own);
  }
  const bool all_direct =
      std::all_of(scopes.begin(), scopes.end(), [&](const std::string& own) { return own == scope; });
  return all_direct ? outer_scope(scope) : scope;
}

std::string without_scope(std::string text, const std::string& scope) {
  if (scope.empty()) return text;
  for (std::size_t at = 0; (at = text.find(scope, at)) != std::string::npos;)
    if (at > 0 && in_name(text[at - 1]))
      ++at;
    else
      text.erase(at, scope.size());
  return text;
}

std::string plain(std::string text) {
  for (char& c : text)
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = ' ';
  return text;
}

std::string short_name(const std::string& name, std::size_t limit) {
  static constexpr std::string_view word = "operator";
  if (name.size() <= limit) return name;
  std::string out;
  std::size_t depth = 0;
  for (std::size_t i = 0; i < name.size(); ++i) {
    if (depth == 0 && name.compare(i, word.size(), word) == 0) {
      const std::size_t length = word.size() + symbol_length(name, i + word.size());
      out += name.substr(i, length);
      i += length - 1;
      continue;
    }
    if (name[i] == '>' && depth > 0 && name[i - 1] != '-' && --depth == 0) out += "...";
    if (depth == 0) out += name[i];
    if (name[i] == '<') ++depth;
  }
  return depth ? name : out; // unbalanced: not a name we understand
}

} // namespace burler::report

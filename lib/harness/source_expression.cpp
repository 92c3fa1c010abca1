#include "harness/source_expression.h"

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>

namespace burler::harness {
namespace {

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

std::size_t word_end(std::string_view line, std::size_t at) {
  while (at < line.size() && is_word(line[at]))
    ++at;
  return at;
}

std::size_t word_start(std::string_view line, std::size_t at) {
  while (at > 0 && is_word(line[at - 1]))
    --at;
  return at;
}

/// Start of the bracket group that closes at `close`; npos when it does not open on this line.
std::size_t group_start(std::string_view line, std::size_t close) {
  int depth = 0;
  for (std::size_t i = close + 1; i-- > 0;) {
    if (line[i] == ')' || line[i] == ']') ++depth;
    if ((line[i] == '(' || line[i] == '[') && --depth == 0) return i;
  }
  return std::string_view::npos;
}

std::size_t group_end(std::string_view line, std::size_t open) {
  int depth = 0;
  for (std::size_t i = open; i < line.size(); ++i) {
    if (line[i] == '(' || line[i] == '[' || line[i] == '{') ++depth;
    if ((line[i] == ')' || line[i] == ']' || line[i] == '}') && --depth == 0) return i;
  }
  return std::string_view::npos;
}

/// Extends [start, ...) to the left over `a.b->c::` chains.
std::size_t chain_start(std::string_view line, std::size_t start) {
  for (;;) {
    std::size_t before = start;
    if (start >= 2 && (line.substr(start - 2, 2) == "->" || line.substr(start - 2, 2) == "::"))
      before -= 2;
    else if (start >= 1 && line[start - 1] == '.')
      before -= 1;
    else
      return start;
    std::size_t object_end = before;
    while (object_end > 0 && (line[object_end - 1] == ']' || line[object_end - 1] == ')')) {
      const std::size_t open = group_start(line, object_end - 1);
      if (open == std::string_view::npos) return start;
      object_end = open;
    }
    const std::size_t object = word_start(line, object_end);
    if (object == object_end) return start;
    start = object;
  }
}

/// The object part of "q.size" before a call, without the member called.
std::string_view without_member(std::string_view chain) {
  for (std::size_t i = chain.size(); i-- > 1;) {
    if (chain[i] == '.') return chain.substr(0, i);
    if (chain[i] == '>' && chain[i - 1] == '-') return chain.substr(0, i - 1);
  }
  return {};
}

std::string trimmed(std::string_view text) {
  while (!text.empty() && (std::isspace(static_cast<unsigned char>(text.front())) != 0 ||
                           text.front() == '&' || text.front() == '*'))
    text.remove_prefix(1);
  while (!text.empty() && std::isspace(static_cast<unsigned char>(text.back())) != 0)
    text.remove_suffix(1);
  return std::string(text);
}

std::string first_argument(std::string_view line, std::size_t open) {
  const std::size_t close = group_end(line, open);
  if (close == std::string_view::npos) return {};
  std::string_view inside = line.substr(open + 1, close - open - 1);
  int depth = 0;
  for (std::size_t i = 0; i < inside.size(); ++i) {
    if (inside[i] == '(' || inside[i] == '[' || inside[i] == '<') ++depth;
    if (inside[i] == ')' || inside[i] == ']' || (inside[i] == '>' && (i == 0 || inside[i - 1] != '-')))
      --depth;
    if (inside[i] == ',' && depth == 0) return trimmed(inside.substr(0, i));
  }
  return trimmed(inside);
}

bool is_keyword(std::string_view word) {
  static constexpr std::string_view words[] = {"return", "if",     "while", "for",  "const",  "auto", "int",
                                               "new",    "delete", "else",  "do",   "switch", "case", "float",
                                               "double", "bool",   "char",  "long", "void"};
  return std::find(std::begin(words), std::end(words), word) != std::end(words);
}

/// "Batch batch", "std::span<int> s", "struct Batch": the word names a type, not an object.
bool is_type_there(std::string_view line, std::size_t first, std::size_t end) {
  for (const std::string_view before : {"struct ", "class ", "enum ", "new "})
    if (line.substr(0, first).ends_with(before)) return true;
  if (end < line.size() && line[end] == '<')
    return line.find('>', end) != std::string_view::npos && line.substr(end, 2) != "<<" &&
           line.substr(end, 2) != "<=";
  return end + 1 < line.size() && line[end] == ' ' &&
         (is_word(line[end + 1]) && std::isdigit(static_cast<unsigned char>(line[end + 1])) == 0);
}

} // namespace

std::string expression_at(std::string_view line, unsigned column) {
  if (column == 0 || column > line.size()) return {};
  std::size_t at = column - 1;
  while (at < line.size() && !is_word(line[at])) { // "->k", "*p", "++n", "[i]"
    if (line[at] == '[' || line[at] == '(' || line[at] == '=' ||
        (line[at] == '+' && at > 0 && is_word(line[at - 1]))) {
      if (at == 0) return {};
      --at;
      while (at > 0 &&
             (line[at] == ' ' || line[at] == '+' || line[at] == '-' || line[at] == '*' || line[at] == '/'))
        --at;
      break;
    }
    ++at;
  }
  if (at >= line.size() || !is_word(line[at])) return {};
  const std::size_t start = word_start(line, at);
  std::size_t end = word_end(line, at);
  // "std::vector<T> v" and "ns::x": go on to the right over "::" only.
  while (line.substr(end, 2) == "::" && end + 2 < line.size() && is_word(line[end + 2]))
    end = word_end(line, end + 2);
  const std::size_t first = chain_start(line, start);
  std::string_view chain = line.substr(first, end - first);
  if (is_type_there(line, first, end)) return {};
  if (end < line.size() && line[end] == '(')
    chain = without_member(chain);
  else if (end < line.size() && line[end] == '[')
    return std::string(chain) + "[]";
  if (chain.empty() || is_keyword(chain) || std::isdigit(static_cast<unsigned char>(chain[0])) != 0)
    return {};
  return std::string(chain);
}

std::string lock_at(std::string_view line, unsigned column) {
  if (column == 0 || column > line.size()) return {};
  const std::size_t start = word_start(line, column - 1);
  const std::size_t end = word_end(line, column - 1);
  std::size_t next = end;
  while (next < line.size() && line[next] == ' ')
    ++next;
  const bool opens = next < line.size() && (line[next] == '(' || line[next] == '{');
  const std::size_t first = chain_start(line, start);
  const std::string_view chain = line.substr(first, end - first);
  if (opens && first != start) { // mu_.lock(), ready_.wait(guard); not std::lock(a, b)
    if (const auto object = without_member(chain); !object.empty()) return std::string(object);
  }
  if (opens) return first_argument(line, next); // guard g(mu_), pthread_mutex_lock(&a)
  // The column is at the type or elsewhere: take the first parenthesised argument after it.
  const std::size_t open = line.find_first_of("({", column - 1);
  return open == std::string_view::npos ? std::string() : first_argument(line, open);
}

std::string qualified(const std::string& expression, const std::string& function, bool no_local) {
  std::string name = expression;
  for (const std::string_view self : {"this->", "(*this)."})
    if (name.starts_with(self)) name.erase(0, self.size());
  const bool bare = !name.empty() && std::all_of(name.begin(), name.end(),
                                                 [](char c) { return is_word(c) || c == '[' || c == ']'; });
  std::string scope = function;
  if (const auto lambda = scope.find("::{lambda"); lambda != std::string::npos) scope.erase(lambda);
  const auto last = scope.rfind("::");
  const bool member = last != std::string::npos && scope.find('>', last) == std::string::npos;
  const bool in_lambda = scope.size() != function.size();
  const bool marked =
      name != expression || name.ends_with("_") || name.ends_with("_[]") || name.starts_with("m_");
  const bool element = name.ends_with("[]"); // its storage is on the heap, the variable may still be a local
  if (!bare || !member || (!marked && (!no_local || in_lambda || element))) return expression;
  return scope.substr(0, last) + "::" + name;
}

std::string_view SourceReader::line(const SourcePlace& place) {
  if (place.file.empty() || place.line == 0) return {};
  const auto [entry, fresh] = files_.try_emplace(place.file);
  if (fresh) {
    std::filesystem::path path(place.file);
    std::ifstream in(path.is_absolute() ? path : std::filesystem::path(root_) / path);
    for (std::string text; entry->second.size() < 500'000 && std::getline(in, text);)
      entry->second.push_back(text);
  }
  return place.line <= entry->second.size() ? std::string_view(entry->second[place.line - 1])
                                            : std::string_view();
}

} // namespace burler::harness

#include "report/plain_text.h"

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

} // namespace

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

#include "model/json_lines.h"

#include <algorithm>
#include <vector>

namespace burler::model {
namespace {

class Scanner {
public:
  explicit Scanner(std::string_view text) : text_(text) {}
  std::unordered_map<std::string, unsigned> run() {
    value("");
    return std::move(lines_);
  }

private:
  void blanks() {
    while (at_ < text_.size() && std::string_view(" \t\r\n").find(text_[at_]) != std::string_view::npos)
      line_ += text_[at_++] == '\n' ? 1 : 0;
  }
  std::string string() {
    const std::size_t begin = ++at_;
    while (at_ < text_.size() && text_[at_] != '"')
      at_ += text_[at_] == '\\' ? 2 : 1;
    return std::string(text_.substr(begin, at_++ - begin));
  }
  void value(const std::string& pointer) {
    blanks();
    lines_.emplace(pointer, line_);
    if (at_ >= text_.size()) return;
    if (text_[at_] == '"') {
      string();
    } else if (text_[at_] == '{' || text_[at_] == '[') {
      members(pointer, text_[at_] == '{');
    } else {
      while (at_ < text_.size() && std::string_view(",]} \t\r\n").find(text_[at_]) == std::string_view::npos)
        ++at_;
    }
  }
  void members(const std::string& pointer, bool object) {
    std::size_t number = 0;
    for (++at_; at_ < text_.size();) {
      blanks();
      if (at_ >= text_.size() || text_[at_] == '}' || text_[at_] == ']') break;
      if (text_[at_] == ',') {
        ++at_;
        continue;
      }
      std::string key = std::to_string(number++);
      if (object) {
        key = string();
        lines_.emplace(pointer + "/" + key, line_);
        blanks();
        ++at_; // the colon
      }
      value(pointer + "/" + key);
    }
    ++at_;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  unsigned line_ = 1;
  std::unordered_map<std::string, unsigned> lines_;
};

} // namespace

std::unordered_map<std::string, unsigned> json_lines(std::string_view text) { return Scanner(text).run(); }

unsigned line_of(std::string_view text, std::size_t offset) {
  const auto end = text.begin() + static_cast<std::ptrdiff_t>(std::min(offset, text.size()));
  return 1 + static_cast<unsigned>(std::count(text.begin(), end, '\n'));
}

} // namespace burler::model

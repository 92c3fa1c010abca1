#include "cudahost/rewrite/lexer.h"

#include <cctype>
#include <cstdlib>
#include <map>

namespace burler::cudahost {

namespace {

bool name_start(char c) {
  return std::isalpha(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '$' || (c & 0x80) != 0;
}
bool name_part(char c) { return name_start(c) || std::isdigit(static_cast<unsigned char>(c)) != 0; }

class Lexer {
public:
  explicit Lexer(std::string_view source) : source_(source) { file_ = file_index(""); }

  TokenStream run() {
    bool line_start = true;
    while (at_ < source_.size()) {
      const char c = source_[at_];
      if (c == '\n') {
        line_++;
        line_start = true;
        at_++;
      } else if (std::isspace(static_cast<unsigned char>(c)) != 0) {
        at_++;
      } else if (c == '#' && line_start) {
        directive();
      } else {
        line_start = false;
        token(c);
      }
    }
    return std::move(out_);
  }

private:
  unsigned file_index(const std::string& name) {
    auto [it, fresh] = known_.emplace(name, static_cast<unsigned>(out_.files.size()));
    if (fresh) out_.files.push_back(name);
    return it->second;
  }

  /// `# 12 "file" 1 3` or `#line 12 "file"`; other directives (#pragma) are skipped.
  void directive() {
    std::size_t end = source_.find('\n', at_);
    if (end == std::string_view::npos) end = source_.size();
    const std::string text(source_.substr(at_, end - at_));
    at_ = end;
    std::size_t digits = text.find_first_not_of("# \t");
    if (digits != std::string::npos && text.compare(digits, 4, "line") == 0)
      digits = text.find_first_not_of(" \t", digits + 4);
    if (digits == std::string::npos || std::isdigit(static_cast<unsigned char>(text[digits])) == 0) return;
    line_ =
        static_cast<unsigned>(std::strtoul(text.c_str() + digits, nullptr, 10)) - 1; // the newline adds one
    const std::size_t open = text.find('"'), close = text.rfind('"');
    if (open == std::string::npos || close <= open) return;
    file_ = file_index(text.substr(open + 1, close - open - 1));
    system_ = text.find('3', close) != std::string::npos;
  }

  void add(TokenKind kind, std::size_t length) {
    out_.tokens.push_back({kind, source_.substr(at_, length), at_, line_, file_, system_});
    at_ += length;
  }

  std::size_t literal_length(std::size_t from, char quote) const {
    std::size_t i = from + 1;
    while (i < source_.size() && source_[i] != quote && source_[i] != '\n')
      i += source_[i] == '\\' ? 2 : 1;
    return (i < source_.size() ? i + 1 : source_.size()) - at_;
  }

  void raw_string(std::size_t quote) {
    const std::size_t paren = source_.find('(', quote);
    const std::string closing = ")" + std::string(source_.substr(quote + 1, paren - quote - 1)) + "\"";
    const std::size_t end = source_.find(closing, paren);
    const std::size_t length = (end == std::string_view::npos ? source_.size() : end + closing.size()) - at_;
    const unsigned first = line_;
    for (std::size_t i = at_; i < at_ + length; i++)
      line_ += source_[i] == '\n';
    const unsigned last = line_;
    line_ = first;
    add(TokenKind::text, length);
    line_ = last;
  }

  void token(char c) {
    if (name_start(c)) {
      std::size_t i = at_;
      while (i < source_.size() && name_part(source_[i]))
        i++;
      const std::string_view word = source_.substr(at_, i - at_);
      const bool quote = i < source_.size() && (source_[i] == '"' || source_[i] == '\'');
      const bool raw = quote && source_[i] == '"' && word.ends_with('R') && word.size() <= 3;
      if (raw) return raw_string(i);
      if (quote && (word == "L" || word == "u" || word == "U" || word == "u8"))
        return add(TokenKind::text, literal_length(i, source_[i]));
      return add(TokenKind::identifier, i - at_);
    }
    if (std::isdigit(static_cast<unsigned char>(c)) != 0) return number();
    if (c == '"' || c == '\'') return add(TokenKind::text, literal_length(at_, c));
    for (const std::string_view op : {"...", "::", "->"})
      if (source_.substr(at_, op.size()) == op) return add(TokenKind::punctuator, op.size());
    add(TokenKind::punctuator, 1);
  }

  void number() {
    std::size_t i = at_;
    while (i < source_.size()) {
      const char c = source_[i], before = i > at_ ? source_[i - 1] : ' ';
      const bool sign = (c == '+' || c == '-') &&
                        (before == 'e' || before == 'E' || before == 'p' || before == 'P') &&
                        !(source_.substr(at_, 2) == "0x" && (before == 'e' || before == 'E'));
      if (!name_part(c) && c != '.' && c != '\'' && !sign) break;
      i++;
    }
    add(TokenKind::number, i - at_);
  }

  std::string_view source_;
  std::size_t at_ = 0;
  unsigned line_ = 1;
  unsigned file_ = 0;
  bool system_ = false;
  TokenStream out_;
  std::map<std::string, unsigned> known_;
};

} // namespace

TokenStream lex(std::string_view source) { return Lexer(source).run(); }

std::size_t matching(const std::vector<Token>& tokens, std::size_t open) {
  int depth = 0;
  for (std::size_t i = open; i < tokens.size(); i++) {
    const Token& t = tokens[i];
    if (t.kind != TokenKind::punctuator) continue;
    const char c = t.text[0];
    if (t.text.size() == 1 && (c == '(' || c == '[' || c == '{')) depth++;
    if (t.text.size() == 1 && (c == ')' || c == ']' || c == '}') && --depth == 0) return i;
  }
  return tokens.size();
}

} // namespace burler::cudahost

// Tokens of preprocessed C++ with their original places, read through the preprocessor's line markers.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace burler::cudahost {

enum class TokenKind { identifier, number, text, punctuator };

struct Token {
  TokenKind kind = TokenKind::punctuator;
  std::string_view
      text; ///< into the source; `<` and `>` are always single characters, `::` `->` and `...` are one token
  std::size_t begin = 0; ///< offset in the source
  unsigned line = 0;     ///< in the original file
  unsigned file = 0;     ///< index into TokenStream::files
  bool system = false;   ///< from a header the compiler regards as its own

  std::size_t end() const { return begin + text.size(); }
  bool is(std::string_view other) const { return text == other; }
};

struct TokenStream {
  std::vector<Token> tokens;
  std::vector<std::string> files;
};

/// Linear. The views stay valid as long as `source`. Unterminated literals end at the end of the line.
TokenStream lex(std::string_view source);

/// Index of the token that closes the bracket at `open` ( ( [ { ), or tokens.size().
std::size_t matching(const std::vector<Token>& tokens, std::size_t open);

} // namespace burler::cudahost

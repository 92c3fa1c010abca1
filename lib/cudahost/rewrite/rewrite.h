// From preprocessed CUDA C++ to C++: launches, __shared__ declarations, device variables and function
// markers. Everything else is left untouched, and line markers are kept, so that diagnostics and debug
// information name the user's lines.
#pragma once

#include "base/result.h"
#include "cudahost/rewrite/lexer.h"

#include <string>
#include <string_view>
#include <vector>

namespace burler::cudahost {

/// The rewritten text, or the first construct that cannot run on the host, as "file:line: what".
Result<std::string> rewrite(std::string_view preprocessed);

/// Replaces [begin, end) of the source.
struct Edit {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::string text;
};

/// Edits must not overlap; they are applied in order of position.
std::string apply(std::string_view source, std::vector<Edit> edits);

/// A C string literal of `text`.
std::string literal(std::string_view text);

/// "\n# line \"file\"\n": puts the compiler back to the line of `last`, the last token that was replaced.
std::string resume_after(const TokenStream& stream, const Token& last);

/// One declarator of a declaration: `*name[3]`.
struct Declarator {
  std::string name;
  std::size_t first = 0; ///< token of its first `*`, `&`, `(` or of the name
  std::size_t last = 0;  ///< one past its array bounds or parameter list
  std::size_t name_token = 0;
};

struct Declaration {
  std::size_t spec_end = 0; ///< one past the last token of the type
  std::vector<Declarator> declarators;
};

/// Reads `type declarators ;` in tokens [first, last). False when it is no variable declaration.
bool parse_declaration(const std::vector<Token>& tokens, std::size_t first, std::size_t last,
                       Declaration& out);

// One pass each.
std::vector<Edit> rewrite_shared(std::string_view source, const TokenStream& stream);
std::vector<Edit> rewrite_markers(const TokenStream& stream);
Result<std::vector<Edit>> rewrite_launches(std::string_view source, const TokenStream& stream);
/// The first construct of the user's files that host execution lacks; an empty message when there is none.
Error find_unsupported(const TokenStream& stream);

} // namespace burler::cudahost

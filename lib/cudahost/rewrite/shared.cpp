// __shared__ declarations: a reference into the block's arena, with a static record that names the variable.
//   __shared__ float tile[32][33];  ->
//   typedef float burler_spec0; typedef burler_spec0 burler_type0_0[32][33];
//   static burler_shared_site burler_site0_0 = {...}; burler_type0_0& tile =
//   *(...)burler_shared_address(&burler_site0_0);
#include "cudahost/rewrite/rewrite.h"

#include <algorithm>

namespace burler::cudahost {

namespace {

constexpr std::string_view marker = "__burler_shared__";

struct Parts {
  std::string before, name, after;
};

std::string text_of(std::string_view source, const std::vector<Token>& t, std::size_t first,
                    std::size_t last) {
  return first >= last ? "" : std::string(source.substr(t[first].begin, t[last - 1].end() - t[first].begin));
}

/// The declaration's tokens without storage words; collects alignment expressions.
std::vector<Token> strip(std::string_view source, const std::vector<Token>& t, std::size_t first,
                         std::size_t last, std::vector<std::string>& alignment, bool& external) {
  std::vector<Token> out;
  for (std::size_t i = first; i < last; i++) {
    if (t[i].is(marker) || t[i].is("static")) continue;
    if (t[i].is("extern")) {
      external = true;
      if (i + 1 < last && t[i + 1].kind == TokenKind::text) i++;
      continue;
    }
    if (t[i].is("alignas") && i + 1 < last) {
      const std::size_t close = matching(t, i + 1);
      alignment.push_back(text_of(source, t, i + 2, close));
      i = close;
      continue;
    }
    if (t[i].is("__attribute__") && i + 1 < last) {
      const std::size_t close = matching(t, i + 1);
      for (std::size_t k = i; k < close; k++)
        if ((t[k].is("aligned") || t[k].is("__aligned__")) && t[k + 1].is("("))
          alignment.push_back(text_of(source, t, k + 2, matching(t, k + 1)));
      i = close;
      continue;
    }
    out.push_back(t[i]);
  }
  return out;
}

std::string join(const std::vector<Token>& t, std::size_t first, std::size_t last) {
  std::string out;
  for (std::size_t i = first; i < last; i++)
    (out += t[i].text) += ' ';
  return out;
}

std::string site_text(const std::string& id, const Declarator& d, const TokenStream& stream, const Token& at,
                      bool external, const std::vector<std::string>& alignment) {
  std::string align = external ? "16" : "alignof(burler_type" + id + ")";
  for (const std::string& a : alignment)
    align = "((" + align + ") > (" + a + ") ? (" + align + ") : (" + a + "))";
  return "static burler_shared_site burler_site" + id + " = {" + literal(d.name) + ", " +
         literal(stream.files[at.file]) + ", " + std::to_string(at.line) + ", " +
         (external ? "0" : "sizeof(burler_type" + id + ")") + ", " + align + ", " + (external ? "1" : "0") +
         ", 0, 0}; ";
}

std::string replacement(const std::vector<Token>& t, const Declaration& declaration,
                        const TokenStream& stream, unsigned number, bool external, bool at_namespace,
                        const std::vector<std::string>& alignment) {
  const std::string n = std::to_string(number);
  std::string out = "typedef " + join(t, 0, declaration.spec_end) + "burler_spec" + n + "; ";
  unsigned index = 0;
  for (const Declarator& d : declaration.declarators) {
    const std::string id = n + "_" + std::to_string(index++);
    const Token& at = t[d.name_token];
    if (at_namespace) {
      out += site_text(id, d, stream, at, true, {}) + "static const ::burlercuda::DynamicShared<burler_spec" +
             n + "> " + d.name + " = {&burler_site" + id + "}; ";
      continue;
    }
    out += "typedef burler_spec" + n + " " + join(t, d.first, d.name_token) + "burler_type" + id + " " +
           join(t, d.name_token + 1, d.last) + "; ";
    out += site_text(id, d, stream, at, external, alignment);
    out += "burler_type" + id + "& " + d.name + " __attribute__((unused)) = *(burler_type" + id +
           "*)burler_shared_address(&burler_site" + id + "); ";
  }
  return out;
}

/// True for each token that lies at namespace scope.
std::vector<bool> namespace_scope(const std::vector<Token>& t) {
  std::vector<bool> result(t.size());
  std::vector<bool> stack{true};
  std::size_t statement = 0;
  for (std::size_t i = 0; i < t.size(); i++) {
    result[i] = stack.back();
    if (t[i].is("{")) {
      bool space = false, call = false;
      for (std::size_t k = statement; k < i; k++) {
        space = space || t[k].is("namespace") ||
                (t[k].is("extern") && k + 1 < i && t[k + 1].kind == TokenKind::text);
        call = call || t[k].is("(");
      }
      stack.push_back(stack.back() && space && !call);
      statement = i + 1;
    } else if (t[i].is("}")) {
      if (stack.size() > 1) stack.pop_back();
      statement = i + 1;
    } else if (t[i].is(";")) {
      statement = i + 1;
    }
  }
  return result;
}

std::size_t statement_start(const std::vector<Token>& t, std::size_t i) {
  while (i > 0 && !t[i - 1].is(";") && !t[i - 1].is("{") && !t[i - 1].is("}") && !t[i - 1].is(":") &&
         !t[i - 1].is(")"))
    i--;
  return i;
}

std::size_t statement_end(const std::vector<Token>& t, std::size_t i) {
  while (i < t.size() && !t[i].is(";"))
    i = t[i].is("{") || t[i].is("(") || t[i].is("[") ? matching(t, i) + 1 : i + 1;
  return i;
}

} // namespace

std::vector<Edit> rewrite_shared(std::string_view source, const TokenStream& stream) {
  std::vector<Edit> edits;
  const auto& t = stream.tokens;
  const auto scope = namespace_scope(t);
  unsigned number = 0;
  for (std::size_t i = 0; i < t.size(); i++) {
    if (!t[i].is(marker)) continue;
    // `alignas(16) extern __shared__`: the closing parenthesis before the marker belongs to the declaration.
    std::size_t first = statement_start(t, i);
    while (first > 1 && t[first - 1].is(")")) {
      std::size_t open = first - 1;
      int depth = 0;
      do
        depth += t[open].is(")") ? 1 : t[open].is("(") ? -1 : 0;
      while (depth > 0 && open-- > 0);
      if (open == 0 || !(t[open - 1].is("alignas") || t[open - 1].is("__attribute__"))) break;
      first = statement_start(t, open - 1);
    }
    const std::size_t last = statement_end(t, i);
    std::vector<std::string> alignment;
    bool external = false;
    const std::vector<Token> plain = strip(source, t, first, last, alignment, external);
    Declaration declaration;
    if (last >= t.size() || !parse_declaration(plain, 0, plain.size(), declaration)) continue;
    edits.push_back({t[first].begin, t[last].end(),
                     replacement(plain, declaration, stream, number++, external, scope[i], alignment) +
                         resume_after(stream, t[last])});
    i = last;
  }
  return edits;
}

std::vector<Edit> rewrite_markers(const TokenStream& stream) {
  std::vector<Edit> edits;
  const auto& t = stream.tokens;
  const auto scope = namespace_scope(t);
  unsigned number = 0;
  for (std::size_t i = 0; i < t.size(); i++) {
    const bool constant = t[i].is("__burler_constant__"), managed = t[i].is("__burler_managed__");
    const bool device = t[i].is("__burler_device__");
    if (t[i].is("__noinline__") && (i == 0 || !t[i - 1].is("(")))
      edits.push_back({t[i].begin, t[i].end(), "__attribute__((noinline))"});
    if (t[i].is("__burler_global__")) edits.push_back({t[i].begin, t[i].end(), "__attribute__((noinline))"});
    if (t[i].is(marker)) edits.push_back({t[i].begin, t[i].end(), ""});
    if (!constant && !managed && !device) continue;
    edits.push_back({t[i].begin, t[i].end(), ""});
    if (!scope[i] || (i > 0 && t[i - 1].is("]"))) continue;
    const std::size_t first = statement_start(t, i), last = statement_end(t, i);
    bool external = last >= t.size();
    std::vector<Token> plain;
    for (std::size_t k = first; k < last && !external; k++) {
      external = t[k].is("extern") || t[k].is("template") || t[k].is("using") || t[k].is("typedef");
      const bool mark = t[k].text.starts_with("__burler_") || t[k].is("static") || t[k].is("inline") ||
                        t[k].is("constexpr");
      if (!mark) plain.push_back(t[k]);
    }
    Declaration declaration;
    if (external || !parse_declaration(plain, 0, plain.size(), declaration)) continue;
    std::string text;
    for (const Declarator& d : declaration.declarators)
      text += " static ::burlercuda::Symbol burler_symbol" + std::to_string(number++) + "(" + d.name + ", " +
              literal(d.name) + ", " +
              (constant  ? "1"
               : managed ? "2"
                         : "0") +
              ", " + literal(stream.files[t[i].file]) + ", " + std::to_string(t[i].line) + ");";
    // `__device__ __constant__ int x;` registers once, with its last marker.
    const bool again = std::any_of(t.begin() + static_cast<std::ptrdiff_t>(i) + 1,
                                   t.begin() + static_cast<std::ptrdiff_t>(last),
                                   [](const Token& k) { return k.text.starts_with("__burler_"); });
    if (!again) edits.push_back({t[last].end(), t[last].end(), text});
  }
  return edits;
}

} // namespace burler::cudahost

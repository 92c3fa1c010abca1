#include "cudahost/rewrite/rewrite.h"

namespace burler::cudahost {

namespace {

bool opens(const Token& t) { return t.is("(") || t.is("[") || t.is("{"); }

bool type_word(const Token& t) { return t.is("struct") || t.is("union") || t.is("class") || t.is("enum"); }

/// One past the `>` that closes the template arguments opened at `i`; `i` + 1 when it is no argument list.
std::size_t skip_angles(const std::vector<Token>& t, std::size_t i, std::size_t last) {
  int depth = 0;
  for (std::size_t k = i; k < last; k++) {
    if (t[k].is("<"))
      depth++;
    else if (t[k].is(">") && --depth == 0)
      return k + 1;
    else if (opens(t[k]))
      k = matching(t, k);
    else if (t[k].is(";"))
      break;
  }
  return i + 1;
}

bool pointer_operator(const Token& t) {
  return t.is("*") || t.is("&") || t.is("const") || t.is("volatile") || t.is("__restrict__");
}

std::size_t skip_initializer(const std::vector<Token>& t, std::size_t i, std::size_t last) {
  while (i < last && !t[i].is(","))
    i = opens(t[i]) ? matching(t, i) + 1 : i + 1;
  return i;
}

/// Reads one declarator whose name is at or after `i`.
bool declarator_at(const std::vector<Token>& t, std::size_t i, std::size_t last, Declarator& out) {
  out.first = i;
  while (i < last && pointer_operator(t[i]))
    i++;
  if (i < last && t[i].is("(")) { // void (*name)(int)
    std::size_t k = i + 1;
    while (k < last && !(t[k].kind == TokenKind::identifier && !pointer_operator(t[k])))
      k++;
    if (k >= last) return false;
    out.name_token = k;
    out.last = matching(t, i) + 1;
    if (out.last < last && t[out.last].is("(")) out.last = matching(t, out.last) + 1;
  } else {
    if (i >= last || t[i].kind != TokenKind::identifier) return false;
    out.name_token = i;
    out.last = i + 1;
  }
  while (out.last < last && t[out.last].is("["))
    out.last = matching(t, out.last) + 1;
  out.name = std::string(t[out.name_token].text);
  return out.last <= last;
}

} // namespace

bool parse_declaration(const std::vector<Token>& t, std::size_t first, std::size_t last, Declaration& out) {
  // The type ends before the last identifier that precedes the first of [ = , { ; outside template arguments.
  std::size_t name = last, i = first;
  while (i < last) {
    if (t[i].is("<") && i > first && t[i - 1].kind == TokenKind::identifier) {
      i = skip_angles(t, i, last);
      name = last;
      continue;
    }
    if (t[i].is("{")) {
      bool body = false;
      for (std::size_t k = i; k-- > first && i - k <= 3;)
        body = body || type_word(t[k]);
      if (!body) break;
      i = matching(t, i) + 1;
      name = last;
      continue;
    }
    if (t[i].is("decltype") || t[i].is("__attribute__") || t[i].is("alignas") || t[i].is("typeof")) {
      i = matching(t, i + 1) + 1;
      continue;
    }
    if (t[i].is("(")) {
      if (i + 1 < last && t[i + 1].is("*"))
        name = i;
      else
        return false;
      break;
    }
    if (t[i].is("[") || t[i].is("=") || t[i].is(",")) break;
    if (t[i].kind == TokenKind::identifier) {
      if (t[i].is("operator")) return false;
      name = i;
    }
    i++;
  }
  if (name >= last || name == first) return false;
  std::size_t start = name;
  while (start > first && pointer_operator(t[start - 1]) &&
         !(t[start - 1].kind == TokenKind::identifier && start - 1 == first)) {
    bool star = false;
    for (std::size_t k = first; k < start; k++)
      star = star || t[k].is("*") || t[k].is("&");
    if (!star) break;
    start--;
  }
  out.spec_end = start;
  for (i = start; i < last;) {
    Declarator d;
    if (!declarator_at(t, i, last, d)) return !out.declarators.empty();
    out.declarators.push_back(d);
    i = skip_initializer(t, d.last, last) + 1;
  }
  return !out.declarators.empty();
}

} // namespace burler::cudahost

// Kernel launches: callee<<<grid, block, shared, stream>>>(arguments). The callee becomes a generic lambda,
// so template argument deduction and default arguments keep working; arguments are copied at the launch, as
// on a device.
#include "cudahost/rewrite/rewrite.h"

namespace burler::cudahost {

namespace {

using Tokens = std::vector<Token>;

bool adjacent(const Tokens& t, std::size_t i, std::string_view one) {
  return i + 2 < t.size() && t[i].is(one) && t[i + 1].is(one) && t[i + 2].is(one) &&
         t[i].end() == t[i + 1].begin && t[i + 1].end() == t[i + 2].begin;
}

std::size_t open_of(const Tokens& t, std::size_t close, std::string_view open, std::string_view shut) {
  int depth = 0;
  for (std::size_t i = close + 1; i-- > 0;) {
    depth += t[i].is(shut) ? 1 : t[i].is(open) ? -1 : 0;
    if (depth == 0) return i;
  }
  return close;
}

bool ends_operand(const Token& t) {
  if (t.kind == TokenKind::identifier)
    return !t.is("return") && !t.is("co_return") && !t.is("else") && !t.is("do");
  return t.is(")") || t.is("]") || t.is(">");
}

/// First token of the postfix expression that ends before `end`.
std::size_t callee_start(const Tokens& t, std::size_t end) {
  std::size_t i = end - 1;
  while (i > 0) {
    if (t[i].is(">")) {
      const std::size_t open = open_of(t, i, "<", ">");
      if (open == i || open == 0) return i;
      i = open - 1;
      continue;
    }
    if (t[i].is(")") || t[i].is("]")) {
      const bool call = t[i].is(")");
      i = open_of(t, i, call ? "(" : "[", call ? ")" : "]");
      if (i > 0 && ends_operand(t[i - 1])) {
        i--;
        continue;
      }
    }
    if (t[i - 1].is("template")) i--;
    if (i == 0 || !(t[i - 1].is("::") || t[i - 1].is(".") || t[i - 1].is("->"))) return i;
    i--;
    if (i == 0 || !ends_operand(t[i - 1])) return i; // ::kernel
    i--;
  }
  return i;
}

bool constant_argument(const Tokens& t, std::size_t first, std::size_t last) {
  if (last - first == 2 && t[first].is("-") && t[first + 1].kind == TokenKind::number) return true;
  if (t[first].is("{")) return true;
  if (last - first != 1) return false;
  return t[first].kind == TokenKind::number || t[first].kind == TokenKind::text || t[first].is("nullptr") ||
         t[first].is("__null") || t[first].is("true") || t[first].is("false");
}

/// Splits tokens (first, last) at commas outside brackets and template arguments that are plainly such.
std::vector<std::pair<std::size_t, std::size_t>> arguments(const Tokens& t, std::size_t first,
                                                           std::size_t last) {
  std::vector<std::pair<std::size_t, std::size_t>> out;
  std::size_t start = first;
  for (std::size_t i = first; i < last; i++) {
    if (t[i].is("(") || t[i].is("[") || t[i].is("{")) {
      i = matching(t, i);
    } else if (t[i].is("<") && i > first && t[i - 1].kind == TokenKind::identifier) {
      int depth = 0;
      std::size_t k = i;
      for (; k < last; k++) {
        if (t[k].is("<")) depth++;
        if (t[k].is(">") && --depth == 0) break;
        if (t[k].is("(") || t[k].is("[")) k = matching(t, k);
        if (t[k].is("&") && k + 1 < last && t[k + 1].is("&")) k = last;
      }
      if (k < last && k + 1 < last &&
          (t[k + 1].is("(") || t[k + 1].is("::") || t[k + 1].is("{") || t[k + 1].is(">") || t[k + 1].is(",")))
        i = k;
      else if (k + 1 == last)
        i = k;
    } else if (t[i].is(",")) {
      out.emplace_back(start, i);
      start = i + 1;
    }
  }
  if (start < last) out.emplace_back(start, last);
  return out;
}

struct Launch {
  std::size_t callee, open, close, paren, end; // first callee token, <<<, >>>, (, )
};

std::string render(std::string_view source, const TokenStream& stream, const Launch& l) {
  const Tokens& t = stream.tokens;
  const auto text = [&](std::size_t a, std::size_t b) {
    return std::string(source.substr(t[a].begin, t[b - 1].end() - t[a].begin));
  };
  const std::string callee = text(l.callee, l.open);
  const std::string config = l.open + 3 < l.close ? text(l.open + 3, l.close) : "";
  std::string parameters, forwarded, values;
  unsigned number = 0;
  for (const auto& [a, b] : arguments(t, l.paren + 1, l.end)) {
    if (a >= b) continue;
    const std::string separator = forwarded.empty() ? "" : ", ";
    if (constant_argument(t, a, b)) {
      forwarded += separator + text(a, b);
      continue;
    }
    const bool pack = t[b - 1].is("...");
    const std::string name = "burler_a" + std::to_string(number++);
    parameters += (parameters.empty() ? "auto&&" : ", auto&&") + std::string(pack ? "... " : " ") + name;
    forwarded += separator + name + (pack ? "..." : "");
    values += ", " + text(a, b);
  }
  return "::burlercuda::launch(::burlercuda::Config(" + config + "), " + literal(callee) + ", [=](" +
         parameters + ") { " + callee + "(" + forwarded + "); }" + values + ")";
}

/// cudaLaunchKernel((void*)k, ...): the cast hides the parameter types the host needs.
void drop_cast(const Tokens& t, std::size_t i, std::vector<Edit>& edits) {
  if (!(t[i].is("cudaLaunchKernel") || t[i].is("cudaLaunchCooperativeKernel")) || i + 5 >= t.size()) return;
  if (!t[i + 1].is("(")) return;
  if (t[i + 2].is("reinterpret_cast") || t[i + 2].is("static_cast")) {
    std::size_t k = i + 3;
    while (k < t.size() && !t[k].is("("))
      k++;
    edits.push_back({t[i + 2].begin, t[k].begin, ""});
    return;
  }
  if (!t[i + 2].is("(")) return;
  const std::size_t close = matching(t, i + 2);
  if (close < t.size() && t[close - 1].is("*") && (t[i + 3].is("void") || t[i + 3].is("const")))
    edits.push_back({t[i + 2].begin, t[close].end(), ""});
}

} // namespace

Result<std::vector<Edit>> rewrite_launches(std::string_view source, const TokenStream& stream) {
  std::vector<Edit> edits;
  const Tokens& t = stream.tokens;
  for (std::size_t i = 1; i < t.size(); i++) {
    drop_cast(t, i, edits);
    if (!adjacent(t, i, "<") || t[i - 1].is("operator")) continue;
    std::size_t close = i + 3;
    while (close < t.size() && !adjacent(t, close, ">") && !t[close].is(";"))
      close = t[close].is("(") || t[close].is("[") || t[close].is("{") ? matching(t, close) + 1 : close + 1;
    const std::string place = stream.files[t[i].file] + ":" + std::to_string(t[i].line) + ": ";
    if (close >= t.size() || t[close].is(";")) return Error{place + "'<<<' without its '>>>'", ""};
    // `k<<<f<g<h>>>>>(x)`: the last three of a run of '>' close the launch.
    while (adjacent(t, close + 1, ">"))
      close++;
    const std::size_t paren = close + 3;
    if (paren >= t.size() || !t[paren].is("("))
      return Error{place + "'>>>' of a launch without its argument list", ""};
    const std::size_t end = matching(t, paren);
    if (end >= t.size()) return Error{place + "the launch's argument list does not end", ""};
    const std::size_t callee = callee_start(t, i);
    edits.push_back({t[callee].begin, t[end].end(),
                     render(source, stream, {callee, i, close, paren, end}) + resume_after(stream, t[end])});
    i = end;
  }
  return edits;
}

} // namespace burler::cudahost

#include "openmp/term.h"

#include <algorithm>

namespace burler::openmp {
namespace {

constexpr std::size_t most_monomials = 48;

} // namespace

TermPool::TermPool() : nodes_(1), names_(1) {}

Term TermPool::intern(TermNode node) {
  const auto [entry, added] = index_.try_emplace(node, static_cast<Term>(nodes_.size()));
  if (added) nodes_.push_back(std::move(node));
  return entry->second;
}

Term TermPool::constant(std::int64_t value) { return intern({TermKind::constant, value, {}}); }

Term TermPool::fresh(std::string name) {
  names_.push_back(std::move(name));
  return intern({TermKind::symbol, static_cast<std::int64_t>(names_.size() - 1), {}});
}

Polynomial TermPool::polynomial(Term t) const {
  Polynomial result;
  const auto monomial = [&](Term each) {
    const TermNode& n = nodes_[each];
    if (n.kind == TermKind::constant)
      result[{}] += n.value;
    else if (n.kind == TermKind::product)
      result[n.kids] += n.value;
    else
      result[{each}] += 1;
  };
  if (nodes_[t].kind == TermKind::sum)
    for (const Term kid : nodes_[t].kids)
      monomial(kid);
  else
    monomial(t);
  return result;
}

Term TermPool::from(const Polynomial& polynomial) {
  std::vector<Term> parts;
  for (const auto& [factors, coefficient] : polynomial) {
    if (coefficient == 0) continue;
    if (factors.empty())
      parts.push_back(constant(coefficient));
    else if (factors.size() == 1 && coefficient == 1)
      parts.push_back(factors.front());
    else
      parts.push_back(intern({TermKind::product, coefficient, factors}));
  }
  if (parts.empty()) return constant(0);
  if (parts.size() == 1) return parts.front();
  return intern({TermKind::sum, 0, std::move(parts)});
}

Term TermPool::add(Term a, Term b) {
  if (a == 0 || b == 0) return 0;
  Polynomial sum = polynomial(a);
  for (const auto& [factors, coefficient] : polynomial(b))
    sum[factors] += coefficient;
  return sum.size() > most_monomials ? 0 : from(sum);
}

Term TermPool::subtract(Term a, Term b) { return add(a, multiply(b, constant(-1))); }

Term TermPool::multiply(Term a, Term b) {
  if (a == 0 || b == 0) return 0;
  Polynomial product;
  for (const auto& [left, x] : polynomial(a))
    for (const auto& [right, y] : polynomial(b)) {
      std::vector<Term> factors = left;
      factors.insert(factors.end(), right.begin(), right.end());
      std::sort(factors.begin(), factors.end());
      if (factors.size() > 6) return 0;
      std::int64_t scaled = 0;
      if (__builtin_mul_overflow(x, y, &scaled)) return 0;
      product[factors] += scaled;
    }
  return product.size() > most_monomials ? 0 : from(product);
}

Term TermPool::divide(Term a, Term b) {
  if (a == 0 || b == 0 || is_false(b)) return 0;
  if (is_constant(a) && is_constant(b)) return constant(nodes_[a].value / nodes_[b].value);
  if (is_constant(b) && nodes_[b].value == 1) return a;
  return intern({TermKind::divide, 0, {a, b}});
}

Term TermPool::remainder(Term a, Term b) {
  if (a == 0 || b == 0 || is_false(b)) return 0;
  if (is_constant(a) && is_constant(b)) return constant(nodes_[a].value % nodes_[b].value);
  return intern({TermKind::remainder, 0, {a, b}});
}

Term TermPool::less(Term a, Term b) {
  if (a == 0 || b == 0) return 0;
  const Term difference = subtract(a, b);
  if (difference != 0 && is_constant(difference)) return constant(nodes_[difference].value < 0);
  return intern({TermKind::less, 0, {a, b}});
}

Term TermPool::less_equal(Term a, Term b) {
  if (a == 0 || b == 0) return 0;
  const Term difference = subtract(a, b);
  if (difference != 0 && is_constant(difference)) return constant(nodes_[difference].value <= 0);
  return intern({TermKind::less_equal, 0, {a, b}});
}

Term TermPool::equal(Term a, Term b) {
  if (a == 0 || b == 0) return 0;
  if (a == b) return constant(1);
  const Term difference = subtract(a, b);
  if (difference != 0 && is_constant(difference)) return constant(nodes_[difference].value == 0);
  return intern({TermKind::equal, 0, {std::min(a, b), std::max(a, b)}});
}

Term TermPool::both(Term a, Term b) {
  if (is_false(a) || is_false(b)) return constant(0);
  if (is_true(a)) return b;
  if (is_true(b) || a == b) return a;
  if (a == 0 || b == 0) return 0;
  return intern({TermKind::both, 0, {a, b}});
}

Term TermPool::either(Term a, Term b) {
  if (is_true(a) || is_true(b)) return constant(1);
  if (is_false(a)) return b;
  if (is_false(b) || a == b) return a;
  if (a == 0 || b == 0) return 0;
  return intern({TermKind::either, 0, {a, b}});
}

Term TermPool::negation(Term a) {
  if (a == 0) return 0;
  if (is_constant(a)) return constant(nodes_[a].value == 0);
  if (nodes_[a].kind == TermKind::negation) return nodes_[a].kids[0];
  return intern({TermKind::negation, 0, {a}});
}

Term TermPool::select(Term condition, Term yes, Term no) {
  if (is_true(condition)) return yes;
  if (is_false(condition)) return no;
  if (yes == no) return yes;
  if (condition == 0 || yes == 0 || no == 0) return 0;
  return intern({TermKind::select, 0, {condition, yes, no}});
}

Term TermPool::load(std::int64_t function, std::vector<Term> indices) {
  if (std::find(indices.begin(), indices.end(), Term{0}) != indices.end()) return 0;
  return intern({TermKind::load, function, std::move(indices)});
}

Term TermPool::rebuild(const TermNode& n) {
  const auto& k = n.kids;
  switch (n.kind) {
  case TermKind::sum: {
    Term sum = k[0];
    for (std::size_t i = 1; i < k.size(); ++i)
      sum = add(sum, k[i]);
    return sum;
  }
  case TermKind::product: {
    Term product = constant(n.value);
    for (const Term kid : k)
      product = multiply(product, kid);
    return product;
  }
  case TermKind::divide:
    return divide(k[0], k[1]);
  case TermKind::remainder:
    return remainder(k[0], k[1]);
  case TermKind::less:
    return less(k[0], k[1]);
  case TermKind::less_equal:
    return less_equal(k[0], k[1]);
  case TermKind::equal:
    return equal(k[0], k[1]);
  case TermKind::both:
    return both(k[0], k[1]);
  case TermKind::either:
    return either(k[0], k[1]);
  case TermKind::negation:
    return negation(k[0]);
  case TermKind::select:
    return select(k[0], k[1], k[2]);
  default:
    return intern(n);
  }
}

Term TermPool::rename(Term t, std::uint32_t side, const Inside& inside,
                      std::unordered_map<Term, Term>& done) {
  if (t == 0) return 0;
  if (const auto known = done.find(t); known != done.end()) return known->second;
  TermNode n = nodes_[t];
  for (Term& kid : n.kids)
    kid = rename(kid, side, inside, done);
  if ((n.kind == TermKind::symbol || n.kind == TermKind::load) && side_of(n.value) == 0 &&
      inside(n.kind, symbol_of(n.value)))
    n.value |= static_cast<std::int64_t>(side) << 32;
  const Term result = rebuild(n);
  done.emplace(t, result);
  return result;
}

void TermPool::visit(Term t, std::unordered_map<Term, bool>& seen,
                     const std::function<void(Term)>& visit) const {
  if (t == 0 || !seen.emplace(t, true).second) return;
  for (const Term kid : nodes_[t].kids)
    this->visit(kid, seen, visit);
  visit(t);
}

std::string TermPool::text(Term t) const { return text(t, 0); }

std::string TermPool::text(Term t, int depth) const {
  if (t == 0 || depth > 6) return "?";
  const TermNode& n = nodes_[t];
  const auto join = [&](const char* separator) {
    std::string all;
    for (const Term kid : n.kids)
      all += (all.empty() ? "" : separator) + text(kid, depth + 1);
    return all;
  };
  switch (n.kind) {
  case TermKind::constant:
    return std::to_string(n.value);
  case TermKind::symbol:
    return symbol_name(n.value);
  case TermKind::sum:
    return join("+");
  case TermKind::product:
    return (n.value == 1 ? "" : n.value == -1 ? "-" : std::to_string(n.value) + "*") + join("*");
  case TermKind::divide:
    return "(" + join("/") + ")";
  case TermKind::remainder:
    return "(" + join("%") + ")";
  case TermKind::load:
    return "[" + join(",") + "]";
  default:
    return "(...)";
  }
}

} // namespace burler::openmp

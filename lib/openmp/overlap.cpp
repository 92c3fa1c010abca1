#include "openmp/overlap.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <set>

namespace burler::openmp {

Overlap overlap(const Address& a, const Address& b) {
  Overlap result;
  if (a.object != b.object) return result;
  const std::size_t common = std::min(a.steps.size(), b.steps.size());
  for (std::size_t i = 0; i < common; ++i) {
    const Step &x = a.steps[i], &y = b.steps[i];
    if (x.kind != y.kind) {
      // A whole object against its first element, as for `&x` and `x[0]`.
      result.partial = true;
      break;
    }
    if (x.kind == Step::field && x.name != y.name) return result;
    if (x.kind != Step::index) continue;
    if (x.index_ == 0 || y.index_ == 0)
      result.unknown_index = true;
    else
      result.equal.emplace_back(x.index_, y.index_);
  }
  for (const Address* longer : {&a, &b})
    for (std::size_t i = common; i < longer->steps.size(); ++i) {
      // A pointer variable is not the memory it points to.
      if (longer->steps[i].kind == Step::deref) return result;
      result.partial = true;
    }
  result.possible = true;
  return result;
}

namespace {

using Monomial = std::vector<Term>;

/// stride -> (subscript of side a, of side b) as polynomials.
using Strides = std::map<Monomial, std::pair<Polynomial, Polynomial>>;

bool split(const TermPool& terms, Term side, bool second, const std::function<bool(Term)>& varies,
           Strides& out) {
  for (const auto& [factors, coefficient] : terms.polynomial(side)) {
    Monomial stride, subscript;
    for (const Term f : factors)
      (varies(f) ? subscript : stride).push_back(f);
    // A lone parameter is an offset of one stride: C = 1 * C.
    auto& place = second ? out[stride].second : out[stride].first;
    place[subscript] += coefficient;
  }
  return true;
}

/// stride a / stride b, or an empty optional when b does not divide a.
bool quotient(Monomial a, const Monomial& b, Monomial& result) {
  for (const Term f : b) {
    const auto found = std::find(a.begin(), a.end(), f);
    if (found == a.end()) return false;
    a.erase(found);
  }
  result = std::move(a);
  return true;
}

} // namespace

std::vector<std::pair<Term, Term>> delinearise(TermPool& terms, Solver& solver, Term a, Term b,
                                               const std::vector<Term>& conditions,
                                               const std::function<bool(Term)>& varies) {
  Strides strides;
  split(terms, a, false, varies, strides);
  split(terms, b, true, varies, strides);
  if (strides.size() < 2 || strides.size() > 5) return {};
  std::vector<Monomial> order;
  for (const auto& [stride, subscripts] : strides)
    order.push_back(stride);
  std::sort(order.begin(), order.end(),
            [](const Monomial& x, const Monomial& y) { return x.size() > y.size(); });
  // Factors common to the numbers of a stride go to the extent: inp + t*3*C + i has stride 3*C.
  std::vector<std::pair<Term, Term>> result;
  std::vector<std::int64_t> factor(order.size(), 1);
  for (std::size_t i = 0; i < order.size(); ++i) {
    std::int64_t common = 0;
    for (const Polynomial* p : {&strides[order[i]].first, &strides[order[i]].second})
      for (const auto& [subscript, coefficient] : *p)
        common = std::gcd(common, coefficient);
    factor[i] = order[i].empty() || common == 0 ? 1 : common;
    Polynomial left = strides[order[i]].first, right = strides[order[i]].second;
    for (Polynomial* p : {&left, &right})
      for (auto& [subscript, coefficient] : *p)
        coefficient /= factor[i];
    result.emplace_back(terms.from(left), terms.from(right));
  }
  for (std::size_t i = 1; i < order.size(); ++i) {
    Monomial extent;
    if (!quotient(order[i - 1], order[i], extent) || factor[i - 1] % factor[i] != 0) return {};
    const Term size = terms.from({{extent, factor[i - 1] / factor[i]}});
    for (const Term side : {result[i].first, result[i].second}) {
      std::vector<Term> question = conditions;
      question.push_back(
          terms.negation(terms.both(terms.less_equal(terms.constant(0), side), terms.less(side, size))));
      if (solver.satisfiable(question) != Answer::no) return {};
    }
  }
  return result;
}

namespace {

struct TableEntry {
  const std::vector<std::int64_t>* table = nullptr;
  std::int64_t factor = 0, offset = 0;
};

using Tables = std::function<const std::vector<std::int64_t>*(std::uint32_t)>;

std::optional<TableEntry> table_entry(const TermPool& terms, Term side, const Tables& tables) {
  TableEntry found;
  for (const auto& [factors, coefficient] : terms.polynomial(side)) {
    if (factors.empty()) {
      found.offset = coefficient;
      continue;
    }
    const TermNode& n = terms[factors.front()];
    if (factors.size() != 1 || n.kind != TermKind::load || n.kids.size() != 1 || found.table != nullptr ||
        terms[n.kids[0]].kind != TermKind::symbol)
      return std::nullopt;
    found.table = tables(TermPool::symbol_of(n.value));
    found.factor = coefficient;
  }
  if (found.table == nullptr) return std::nullopt;
  return found;
}

} // namespace

std::optional<bool> tables_collide(const TermPool& terms, Term a, Term b, const Tables& tables) {
  const auto x = table_entry(terms, a, tables), y = table_entry(terms, b, tables);
  if (!x || !y) return std::nullopt;
  std::multimap<std::int64_t, std::size_t> places;
  for (std::size_t i = 0; i < x->table->size(); ++i)
    places.emplace(x->factor * (*x->table)[i] + x->offset, i);
  for (std::size_t j = 0; j < y->table->size(); ++j) {
    const auto [from, to] = places.equal_range(y->factor * (*y->table)[j] + y->offset);
    for (auto each = from; each != to; ++each)
      if (each->second != j) return true;
  }
  return false;
}

bool forces_equal(const TermPool& terms, const std::vector<std::pair<Term, Term>>& equations,
                  const std::vector<Term>& left, const std::vector<Term>& right) {
  // x_1 - x_2 = 0 for the two copies of one symbol.
  std::set<std::pair<Term, Term>> known;
  const auto difference = [&](Term a, Term b) {
    Polynomial p = terms.polynomial(a);
    for (const auto& [factors, coefficient] : terms.polynomial(b))
      if ((p[factors] -= coefficient) == 0) p.erase(factors);
    return p;
  };
  for (const auto& [a, b] : equations) {
    const Polynomial p = difference(a, b);
    if (p.size() != 2) continue;
    const auto& first = *p.begin();
    const auto& second = *std::next(p.begin());
    if (first.first.size() == 1 && second.first.size() == 1 && first.second == -second.second)
      known.insert({std::min(first.first[0], second.first[0]), std::max(first.first[0], second.first[0])});
  }
  for (std::size_t i = 0; i < left.size() && i < right.size(); ++i) {
    if (left[i] == 0 || right[i] == 0) return false;
    Polynomial p = difference(left[i], right[i]);
    if (p.empty()) continue;
    if (p.size() != 2) return false;
    const auto& first = *p.begin();
    const auto& second = *std::next(p.begin());
    if (first.first.size() != 1 || second.first.size() != 1 || first.second != -second.second) return false;
    if (!known.contains(
            {std::min(first.first[0], second.first[0]), std::max(first.first[0], second.first[0])}))
      return false;
  }
  return true;
}

} // namespace burler::openmp

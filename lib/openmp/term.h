// Symbolic integer values: hash-consed terms over constants, symbols and reads of unchanging memory. Sums and
// products are kept as polynomials in a canonical order, so that equal affine expressions are equal terms.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

namespace burler::openmp {

/// Index into a TermPool; 0 = not known.
using Term = std::uint32_t;

enum class TermKind : std::uint8_t {
  none,
  constant, ///< value
  symbol,   ///< value = id of the symbol, with the side it was renamed for in the upper half
  sum,      ///< kids
  product,  ///< value = coefficient, kids = factors
  divide,
  remainder,
  less,
  less_equal,
  equal,
  both,
  either,
  negation,
  select, ///< kids: condition, when true, when false
  load    ///< value = id of a memory function, with a side like symbols; kids = indices
};

struct TermNode {
  TermKind kind = TermKind::none;
  std::int64_t value = 0;
  std::vector<Term> kids;
  auto operator<=>(const TermNode&) const = default;
};

/// Monomials (sorted factors) and their coefficients; the empty monomial is the constant part.
using Polynomial = std::map<std::vector<Term>, std::int64_t>;

/// Operations on 0 (unknown) give 0, except that a known side can decide `both` and `either`.
class TermPool {
public:
  TermPool();

  Term constant(std::int64_t value);
  Term fresh(std::string name);
  Term add(Term a, Term b);
  Term subtract(Term a, Term b);
  Term multiply(Term a, Term b);
  Term divide(Term a, Term b);
  Term remainder(Term a, Term b);
  Term less(Term a, Term b);
  Term less_equal(Term a, Term b);
  Term equal(Term a, Term b);
  Term both(Term a, Term b);
  Term either(Term a, Term b);
  Term negation(Term a);
  Term select(Term condition, Term yes, Term no);
  Term load(std::int64_t function, std::vector<Term> indices);

  const TermNode& operator[](Term t) const { return nodes_[t]; }
  bool is_constant(Term t) const { return nodes_[t].kind == TermKind::constant; }
  bool is_true(Term t) const { return is_constant(t) && nodes_[t].value != 0; }
  bool is_false(Term t) const { return is_constant(t) && nodes_[t].value == 0; }
  Polynomial polynomial(Term t) const;
  Term from(const Polynomial& polynomial);
  std::uint32_t symbols() const { return static_cast<std::uint32_t>(names_.size()); }
  const std::string& symbol_name(std::int64_t value) const { return names_[symbol_of(value)]; }

  /// Symbols and memory functions for which `inside` holds become those of `side` (1 or 2). Linear in the
  /// term's distinct parts.
  using Inside = std::function<bool(TermKind, std::uint32_t)>;
  Term rename(Term t, std::uint32_t side, const Inside& inside, std::unordered_map<Term, Term>& done);
  /// Calls `visit` for each distinct part once.
  void visit(Term t, std::unordered_map<Term, bool>& seen, const std::function<void(Term)>& visit) const;
  /// As a user would write it, cut after a while.
  std::string text(Term t) const;

  static std::uint32_t symbol_of(std::int64_t value) { return static_cast<std::uint32_t>(value); }
  static std::uint32_t side_of(std::int64_t value) { return static_cast<std::uint32_t>(value >> 32); }

private:
  Term intern(TermNode node);
  Term rebuild(const TermNode& node);
  std::string text(Term t, int depth) const;

  std::vector<TermNode> nodes_;
  std::map<TermNode, Term> index_;
  std::vector<std::string> names_;
};

} // namespace burler::openmp

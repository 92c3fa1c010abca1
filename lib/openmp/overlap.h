// Do two addresses name the same memory? As a question about integers.
#pragma once

#include "openmp/solver.h"
#include "openmp/walker.h"

#include <optional>
#include <vector>

namespace burler::openmp {

struct Overlap {
  bool possible = false;
  bool unknown_index = false;               ///< some subscript is not known
  bool partial = false;                     ///< one side is a whole that contains the other
  std::vector<std::pair<Term, Term>> equal; ///< subscripts that must be equal, one pair a dimension
};

/// Compares step by step: fields by name, subscripts as integers. Distinct objects never overlap: pointers
/// that are not known to point into one object are taken not to.
Overlap overlap(const Address& a, const Address& b);

/// Splits the equation a == b between two linearised subscripts into one equation a dimension, for arrays
/// with symbolic extents: b*T*C + t*C + i. Follows the optimistic delinearisation of Grosser et al. (ICS
/// 2015), but proves that the inner subscripts stay inside their extents under `conditions` instead of
/// assuming it. Empty when it cannot. `varies` tells which symbols differ between the two sides.
std::vector<std::pair<Term, Term>> delinearise(TermPool& terms, Solver& solver, Term a, Term b,
                                               const std::vector<Term>& conditions,
                                               const std::function<bool(Term)>& varies);

/// For subscripts that are entries of constant tables, x + table[i]: are there two different entries i, j
/// that make a equal to b? No answer when the subscripts have another form.
std::optional<bool>
tables_collide(const TermPool& terms, Term a, Term b,
               const std::function<const std::vector<std::int64_t>*(std::uint32_t)>& tables);

/// True when the equations force all of `left` to equal `right`, by looking at the polynomials only.
bool forces_equal(const TermPool& terms, const std::vector<std::pair<Term, Term>>& equations,
                  const std::vector<Term>& left, const std::vector<Term>& right);

} // namespace burler::openmp

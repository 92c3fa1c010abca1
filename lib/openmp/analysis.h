// The OpenMP judge: data races between the threads, teams, tasks and lanes of a program's regions, and
// barriers that not every thread reaches. OpenMP 5.2 is the reference; sections are named where a rule is
// applied. The dependence test follows the classical formulation (two iterations, equal subscripts, bounds;
// Maydan, Hennessy and Lam, PLDI 1991), decided by Z3.
#pragma once

#include "finding/finding.h"
#include "summary/program.h"

#include <string>
#include <vector>

namespace burler::openmp {

enum class DefectKind {
  state,      ///< a shared variable or object
  tensor,     ///< the same, tensor data by its model
  partition,  ///< elements that the iterations or threads were to have to themselves
  phase,      ///< two parts of a region without a barrier between them
  divergence, ///< a barrier that not all threads reach
};

struct Defect {
  DefectKind kind = DefectKind::state;
  Finding finding; ///< without rule, severity and fingerprint
};

/// Defects of all regions, in no particular order, each pair of lines once. Costs nothing for programs
/// without OpenMP trees; otherwise a budget per function with regions bounds the walk and the number of
/// questions.
std::vector<Defect> find_defects(const summary::Program& program, const std::string& root);

} // namespace burler::openmp

// Satisfiability of conjunctions of terms over the integers, by Z3 with a small time limit per question.
#pragma once

#include "openmp/term.h"

#include <memory>
#include <optional>
#include <vector>

namespace burler::openmp {

enum class Answer { no, yes, unknown };

class Solver {
public:
  /// Values of memory that never changes, by memory function: element i of a constant table.
  using Tables = std::function<const std::vector<std::int64_t>*(std::uint32_t)>;

  Solver(const TermPool& terms, Tables tables);
  ~Solver();
  /// Can all `conjuncts` hold at once? Terms that are 0 are left out. Questions after `budget` is spent are
  /// answered unknown.
  Answer satisfiable(const std::vector<Term>& conjuncts);
  /// The value of `t` in the last satisfying assignment.
  std::optional<std::int64_t> value(Term t);
  const Tables& tables() const { return tables_; }
  std::size_t questions() const { return questions_; }

private:
  struct Z3;
  const TermPool& terms_;
  Tables tables_;
  std::unique_ptr<Z3> z3_;
  std::size_t questions_ = 0;
  std::size_t unknown_ = 0; ///< questions that Z3 gave up
};

} // namespace burler::openmp

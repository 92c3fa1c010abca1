// Facts of the whole program that the walk of one function asks for again and again.
#pragma once

#include "summary/program.h"

#include <map>
#include <set>
#include <unordered_map>
#include <vector>

namespace burler::openmp {

class ProgramFacts {
public:
  /// Linear in the trees, times the depth of calls for what calls do.
  explicit ProgramFacts(const summary::Program& program);

  const summary::Program& program;
  const summary::FunctionTree* tree(Symbol usr) const;
  /// Directive parts that run when the subtree runs, those in called functions too.
  std::uint32_t parts(const summary::FunctionTree& tree, std::uint32_t node) const;
  /// Variables assigned directly in the subtree; globals that called functions assign too.
  std::vector<Symbol> assigned(const summary::FunctionTree& tree, std::uint32_t node) const;
  bool has_callers(Symbol usr) const { return called_.contains(usr); }
  /// Values of a global that nothing in the program changes, or null.
  const std::vector<std::int64_t>* constant_values(Symbol key) const;

private:
  struct Effects {
    std::uint32_t parts = 0;
    std::set<Symbol> globals;
  };
  Effects effects(const summary::FunctionTree& tree, std::uint32_t node) const;
  void collect(const summary::FunctionTree& tree, std::uint32_t node, Effects& out) const;
  const Effects& of_function(Symbol usr) const;

  std::unordered_map<Symbol, const summary::FunctionTree*> trees_;
  std::unordered_map<Symbol, const std::vector<std::int64_t>*> tables_;
  std::set<Symbol> called_, changed_;
  mutable std::unordered_map<Symbol, Effects> functions_;
  mutable std::map<std::pair<const summary::FunctionTree*, std::uint32_t>, Effects> nodes_;
};

} // namespace burler::openmp

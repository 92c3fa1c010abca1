// The structured tree of one function body (summary/tree.h), for units compiled with OpenMP or with loops
// that start a team of threads. The trees keep what the events of FunctionExtractor drop: loops with their
// bounds, index expressions, and OpenMP constructs with the data-sharing attributes Clang's semantic analysis
// computed (OpenMP 5.2, section 5.1).
#pragma once

#include "extract/unit_builder.h"

#include <initializer_list>

namespace burler::extract {

class TreeBuilder {
public:
  TreeBuilder(UnitBuilder& unit, const clang::FunctionDecl* function);
  /// Linear in the body's size; nesting deeper than 400 is cut.
  summary::FunctionTree run();
  /// Some loop may start a team of threads (tree_threads.cpp).
  bool has_thread_team();

private:
  using Index = std::uint32_t;

  // tree_builder.cpp: nodes, variables, statements
  Index add(summary::NodeKind kind, clang::SourceLocation location, std::vector<Index> kids = {});
  summary::Node& node(Index index) { return out_.nodes[index]; }
  Index variable(const clang::ValueDecl* decl);
  Index self_variable();
  std::uint32_t type_flags(clang::QualType type);
  std::uint32_t size_of(clang::QualType type);
  Index statement(const clang::Stmt* statement);
  Index statement_of_kind(const clang::Stmt* statement);
  Index declaration(const clang::DeclStmt* statement);
  Index declare(const clang::VarDecl* variable);
  Index range_loop(const clang::CXXForRangeStmt* loop);
  Index children(const clang::Stmt* statement);

  // tree_expressions.cpp
  Index expression(const clang::Expr* expression);
  Index expression_of_kind(const clang::Expr* expression);
  Index constant(std::int64_t value, clang::SourceLocation location);
  Index unary(const clang::UnaryOperator* unary);
  Index binary(const clang::BinaryOperator* binary);
  Index member(const clang::MemberExpr* member);
  Index unknown(const clang::Expr* expression);

  // tree_calls.cpp
  Index call(const clang::CallExpr* call);
  Index operator_call(const clang::CXXOperatorCallExpr* call);
  Index container_call(const clang::CXXMemberCallExpr* call);
  Index call_of(const clang::FunctionDecl* callee, clang::SourceLocation location,
                std::vector<Index> arguments, bool method);
  void describe_call(Index call, const clang::FunctionDecl* callee);
  Index storage(Index object, clang::SourceLocation location);

  // tree_directives.cpp
  Index directive(const clang::OMPExecutableDirective* statement);
  void clause(summary::Directive& out, const clang::OMPClause* clause);
  void sharing(summary::Directive& out, summary::Sharing kind, const clang::OMPClause* clause,
               llvm::ArrayRef<const clang::Expr*> items);
  void depend(summary::Directive& out, const clang::OMPDependClause* clause);
  static std::uint32_t parts(clang::OpenMPDirectiveKind kind);

  // tree_threads.cpp
  Index thread_team(const clang::ForStmt* loop);
  Index team_body(const clang::VarDecl* number, const clang::Expr* start,
                  llvm::ArrayRef<const clang::Stmt*> statements, const clang::LambdaExpr* lambda);
  const clang::LambdaExpr* started(const clang::Stmt* statement);
  bool waits(const clang::Stmt* statement, int depth);
  bool has_thread_team(const clang::Stmt* statement, int depth);
  static constexpr int deepest_search = 100;

  UnitBuilder& unit_;
  const clang::FunctionDecl* decl_;
  summary::FunctionTree out_;
  std::unordered_map<const clang::ValueDecl*, Index> variables_;
  Index self_ = 0;
  bool has_self_ = false;
  int depth_ = 0;
};

/// Globals whose initialiser is one integer constant or a list of them.
void constant_table(UnitBuilder& unit, const clang::VarDecl* variable);

} // namespace burler::extract

#include "extract/counted_loop.h"

#include <optional>

namespace burler::extract {

using namespace clang;

namespace {

constexpr int deepest = 200;

const VarDecl* variable_of(const Expr* expression) {
  const auto* name =
      expression == nullptr ? nullptr : dyn_cast<DeclRefExpr>(expression->IgnoreParenImpCasts());
  return name == nullptr ? nullptr : dyn_cast<VarDecl>(name->getDecl());
}

std::optional<std::int64_t> number(const Expr* expression, const ASTContext& context) {
  Expr::EvalResult value;
  if (expression == nullptr || expression->isValueDependent() || !expression->EvaluateAsInt(value, context) ||
      !value.Val.getInt().isRepresentableByInt64())
    return std::nullopt;
  return value.Val.getInt().getExtValue();
}

/// Leaves the loop early, or changes the variable.
bool disturbs(const Stmt* s, const VarDecl* variable, int depth) {
  if (s == nullptr) return false;
  if (depth > deepest || isa<BreakStmt, ReturnStmt, GotoStmt, CXXThrowExpr>(s)) return true;
  if (const auto* unary = dyn_cast<UnaryOperator>(s);
      unary != nullptr && (unary->isIncrementDecrementOp() || unary->getOpcode() == UO_AddrOf) &&
      variable_of(unary->getSubExpr()) == variable)
    return true;
  if (const auto* binary = dyn_cast<BinaryOperator>(s);
      binary != nullptr && binary->isAssignmentOp() && variable_of(binary->getLHS()) == variable)
    return true;
  for (const Stmt* child : s->children())
    if (disturbs(child, variable, depth + 1)) return true;
  return false;
}

/// The constant that the loop begins with.
std::optional<std::int64_t> start(const Stmt* init, const VarDecl* variable, const ASTContext& context) {
  if (const auto* declaration = dyn_cast_or_null<DeclStmt>(init);
      declaration != nullptr && declaration->isSingleDecl() && declaration->getSingleDecl() == variable)
    return number(variable->getInit(), context);
  const auto* assignment = dyn_cast_or_null<BinaryOperator>(init);
  const bool sets = assignment != nullptr && assignment->getOpcode() == BO_Assign &&
                    variable_of(assignment->getLHS()) == variable;
  return sets ? number(assignment->getRHS(), context) : std::nullopt;
}

} // namespace

std::uint32_t rounds_of(const ForStmt* loop, const ASTContext& context) {
  const auto* condition = dyn_cast_or_null<BinaryOperator>(loop->getCond());
  const auto* step = dyn_cast_or_null<UnaryOperator>(loop->getInc());
  if (condition == nullptr || step == nullptr || !step->isIncrementOp()) return 0;
  const VarDecl* variable = variable_of(condition->getLHS());
  if (variable == nullptr || !variable->hasLocalStorage() || variable_of(step->getSubExpr()) != variable)
    return 0;
  const auto from = start(loop->getInit(), variable, context), to = number(condition->getRHS(), context);
  const BinaryOperatorKind kind = condition->getOpcode();
  if (!from || !to || (kind != BO_LT && kind != BO_LE && kind != BO_NE)) return 0;
  if (disturbs(loop->getBody(), variable, 0)) return 0;
  constexpr std::int64_t most = 1 << 30;
  if (*from < -most || *from > most || *to < -most || *to > most) return 0;
  const std::int64_t rounds = *to - *from + (kind == BO_LE ? 1 : 0);
  return rounds > 0 ? static_cast<std::uint32_t>(rounds) : 0;
}

} // namespace burler::extract

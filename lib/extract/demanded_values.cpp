// What writes make of a number, and what number an assertion demands.
#include "extract/function_extractor.h"

namespace burler::extract {

using namespace clang;
using namespace summary;

namespace {

std::string signed_text(std::int64_t number) { return (number < 0 ? "" : "+") + std::to_string(number); }

std::optional<std::int64_t> small_number(const Expr* expression, const ASTContext& context) {
  const std::optional<std::string> text = constant_text(expression, context);
  if (!text || text->size() > 9) return std::nullopt;
  return std::stoll(*text);
}

const Expr* plain(const Expr* condition) {
  condition = condition->IgnoreParenImpCasts();
  if (const auto* full = dyn_cast<FullExpr>(condition)) return plain(full->getSubExpr());
  if (const auto* cast = dyn_cast<ExplicitCastExpr>(condition);
      cast != nullptr && cast->getType()->isBooleanType())
    return plain(cast->getSubExpr());
  return condition;
}

} // namespace

/// The write just added: `target = source` (sign 0), `target += source` (1) or `target -= source` (-1).
void FunctionExtractor::note_change(const Value& target, const Expr* source, std::int64_t sign) {
  Event& write = block_->events.back();
  if (write.kind != EventKind::write) return;
  if (const auto number = small_number(source, context_)) {
    const std::string text = sign == 0 ? "=" + std::to_string(*number) : signed_text(sign * *number);
    write.names = {unit_.symbol(text)};
    return;
  }
  const auto* sum = dyn_cast<BinaryOperator>(source->IgnoreParenImpCasts());
  if (sign != 0 || sum == nullptr || !sum->isAdditiveOp()) return;
  const auto step = small_number(sum->getRHS(), context_);
  if (step && value(sum->getLHS()).path == target.path)
    write.names = {unit_.symbol(signed_text(sum->getOpcode() == BO_Add ? *step : -*step))};
}

/// The condition must have the truth value `holds`, or the program stops.
void FunctionExtractor::demand(const Expr* condition, bool holds) {
  condition = plain(condition);
  if (const auto* negated = dyn_cast<UnaryOperator>(condition);
      negated != nullptr && negated->getOpcode() == UO_LNot)
    return demand(negated->getSubExpr(), !holds);
  const Expr* subject = condition;
  std::string number = "0";
  bool equal = false;
  if (const auto* binary = dyn_cast<BinaryOperator>(condition)) {
    if (binary->getOpcode() == (holds ? BO_LAnd : BO_LOr)) {
      demand(binary->getLHS(), holds);
      return demand(binary->getRHS(), holds);
    }
    if (!binary->isEqualityOp()) return;
    const auto right = constant_text(binary->getRHS(), context_);
    const auto text = right ? right : constant_text(binary->getLHS(), context_);
    if (!text) return;
    subject = plain(right ? binary->getLHS() : binary->getRHS());
    number = *text;
    equal = binary->getOpcode() == BO_EQ;
  }
  if (equal != holds || !subject->isLValue() || !subject->getType()->isScalarType()) return;
  const Value object = value(subject);
  // Code that has looked before, or waited for the state, knows more than the assertion says.
  if (!worth_reporting(object) || waits_ || examined_.contains(object.path)) return;
  Event& event = add(EventKind::require, condition->getExprLoc());
  event.path = object.path;
  event.type = unit_.type_name(subject->getType().getUnqualifiedType());
  event.names = {unit_.symbol(number)};
}

/// `assert(x == 0)` and `if (x != 0) abort()`: one way never comes back. Of other branches: what they ask.
void FunctionExtractor::assertion(const CFGBlock& source, const Expr* condition) {
  const auto stops = [](const CFGBlock::AdjacentBlock& next) {
    const CFGBlock* block = next.getReachableBlock();
    return block != nullptr && block->hasNoReturnElement() &&
           std::none_of(block->begin(), block->end(), [](const CFGElement& element) {
             const auto statement = element.getAs<CFGStmt>();
             return statement && isa<CXXThrowExpr>(statement->getStmt());
           });
  };
  const bool when_true = stops(*source.succ_begin()), when_false = stops(*(source.succ_begin() + 1));
  if (when_true != when_false) return demand(condition, when_false);
  condition = plain(condition);
  while (const auto* negated = dyn_cast<UnaryOperator>(condition)) {
    if (negated->getOpcode() != UO_LNot) break;
    condition = plain(negated->getSubExpr());
  }
  const auto* binary = dyn_cast<BinaryOperator>(condition);
  const auto note = [&](const Expr* side) {
    side = plain(side);
    if (!side->isLValue()) return;
    if (const AccessPath path = value(side).path) examined_.insert(path);
  };
  note(condition);
  if (binary == nullptr || !binary->isComparisonOp()) return;
  note(binary->getLHS());
  note(binary->getRHS());
}

} // namespace burler::extract

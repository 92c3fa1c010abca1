#include "extract/tree_builder.h"

namespace burler::extract {

using namespace clang;
using namespace summary;

TreeBuilder::Index TreeBuilder::expression(const Expr* expression) {
  if (expression == nullptr || depth_ > 400) return 0;
  ++depth_;
  const Index made = expression_of_kind(expression);
  --depth_;
  return made;
}

TreeBuilder::Index TreeBuilder::constant(std::int64_t value, SourceLocation location) {
  const Index made = add(NodeKind::constant, location);
  node(made).value = value;
  node(made).flags = node_integer;
  return made;
}

/// Evaluates the parts for their effects; the value is not followed.
TreeBuilder::Index TreeBuilder::unknown(const Expr* expression) {
  std::vector<Index> kids;
  if (!isa<LambdaExpr>(expression))
    for (const Stmt* child : expression->children())
      if (const auto* part = dyn_cast_or_null<Expr>(child)) kids.push_back(this->expression(part));
  const Index made = add(NodeKind::unknown, expression->getExprLoc(), std::move(kids));
  node(made).flags = type_flags(expression->getType());
  return made;
}

TreeBuilder::Index TreeBuilder::expression_of_kind(const Expr* expression) {
  const SourceLocation where = expression->getExprLoc();
  if (!expression->isValueDependent() && expression->getType()->isIntegralOrEnumerationType() &&
      !expression->isGLValue()) {
    Expr::EvalResult result;
    if (expression->EvaluateAsInt(result, unit_.context) && !result.HasSideEffects &&
        result.Val.getInt().getSignificantBits() <= 64)
      return constant(result.Val.getInt().getExtValue(), where);
  }
  if (const auto* e = dyn_cast<ParenExpr>(expression)) return this->expression(e->getSubExpr());
  if (const auto* e = dyn_cast<FullExpr>(expression)) return this->expression(e->getSubExpr());
  if (const auto* e = dyn_cast<MaterializeTemporaryExpr>(expression))
    return this->expression(e->getSubExpr());
  if (const auto* e = dyn_cast<CXXBindTemporaryExpr>(expression)) return this->expression(e->getSubExpr());
  if (const auto* e = dyn_cast<CXXDefaultArgExpr>(expression)) return this->expression(e->getExpr());
  if (const auto* e = dyn_cast<CastExpr>(expression)) {
    if (e->getCastKind() == CK_NullToPointer) return unknown(expression);
    const bool to_number = expression->getType()->isIntegralOrEnumerationType() &&
                           !e->getSubExpr()->getType()->isIntegralOrEnumerationType();
    return to_number && e->getCastKind() != CK_LValueToRValue ? unknown(expression)
                                                              : this->expression(e->getSubExpr());
  }
  if (const auto* e = dyn_cast<DeclRefExpr>(expression)) {
    if (!isa<VarDecl>(e->getDecl())) return unknown(expression);
    const Index number = variable(e->getDecl());
    const Index made = add(NodeKind::variable, where);
    node(made).value = number;
    node(made).flags = type_flags(e->getType());
    return made;
  }
  if (const auto* e = dyn_cast<MemberExpr>(expression)) return member(e);
  if (const auto* e = dyn_cast<ArraySubscriptExpr>(expression)) {
    const Index base = this->expression(e->getBase()), subscript = this->expression(e->getIdx());
    const Index made = add(NodeKind::index, where, {base, subscript});
    node(made).flags = type_flags(e->getType());
    node(made).size = size_of(e->getType());
    return made;
  }
  if (isa<CXXThisExpr>(expression)) {
    const Index number = self_variable();
    const Index made = add(NodeKind::variable, where);
    node(made).value = number;
    node(made).flags = node_pointer;
    return made;
  }
  if (const auto* e = dyn_cast<UnaryOperator>(expression)) return unary(e);
  if (const auto* e = dyn_cast<BinaryOperator>(expression)) return binary(e);
  if (const auto* e = dyn_cast<ConditionalOperator>(expression)) {
    const Index condition = this->expression(e->getCond());
    const Index yes = this->expression(e->getTrueExpr()), no = this->expression(e->getFalseExpr());
    const Index made = add(NodeKind::select, where, {condition, yes, no});
    node(made).flags = type_flags(e->getType());
    return made;
  }
  if (const auto* e = dyn_cast<CallExpr>(expression)) return call(e);
  if (const auto* e = dyn_cast<InitListExpr>(expression)) {
    std::vector<Index> kids;
    for (const Expr* each : e->inits())
      if (kids.size() < 64) kids.push_back(this->expression(each));
    return add(NodeKind::list, where, std::move(kids));
  }
  if (const auto* e = dyn_cast<CXXConstructExpr>(expression);
      e != nullptr && e->getNumArgs() == 1 && e->getConstructor()->isCopyOrMoveConstructor())
    return this->expression(e->getArg(0));
  if (const auto* e = dyn_cast<StmtExpr>(expression)) {
    const Index body = statement(e->getSubStmt());
    return add(NodeKind::unknown, where, {body});
  }
  return unknown(expression);
}

TreeBuilder::Index TreeBuilder::member(const MemberExpr* member) {
  const SourceLocation where = member->getExprLoc();
  if (const auto* fixed = dyn_cast<VarDecl>(member->getMemberDecl())) { // a static member
    const Index number = variable(fixed);
    const Index made = add(NodeKind::variable, where);
    node(made).value = number;
    node(made).flags = type_flags(fixed->getType());
    return made;
  }
  if (!isa<FieldDecl>(member->getMemberDecl())) return unknown(member);
  Index object = expression(member->getBase());
  if (member->isArrow()) object = add(NodeKind::deref, where, {object});
  if (cast<FieldDecl>(member->getMemberDecl())->isAnonymousStructOrUnion()) return object;
  const Index made = add(NodeKind::member, where, {object});
  node(made).name = unit_.symbol(member->getMemberDecl()->getName());
  node(made).flags = type_flags(member->getType());
  node(made).size = size_of(member->getType());
  return made;
}

TreeBuilder::Index TreeBuilder::unary(const UnaryOperator* unary) {
  const SourceLocation where = unary->getExprLoc();
  const auto simple = [&](NodeKind kind) {
    const Index operand = expression(unary->getSubExpr());
    const Index made = add(kind, where, {operand});
    node(made).flags = type_flags(unary->getType());
    if (kind == NodeKind::deref) node(made).size = size_of(unary->getType());
    return made;
  };
  switch (unary->getOpcode()) {
  case UO_Deref:
    return simple(NodeKind::deref);
  case UO_AddrOf:
    return simple(NodeKind::address);
  case UO_Minus:
  case UO_LNot: {
    const Index made = simple(NodeKind::unary);
    node(made).op = unary->getOpcode() == UO_Minus ? Operator::minus : Operator::logical_not;
    return made;
  }
  case UO_PostInc:
  case UO_PreInc:
  case UO_PostDec:
  case UO_PreDec: {
    const Index target = expression(unary->getSubExpr());
    const Index one = constant(1, where);
    const Index made = add(NodeKind::assign, where, {target, one});
    node(made).op = unary->isIncrementOp() ? Operator::add : Operator::subtract;
    node(made).flags = type_flags(unary->getType()) | (unary->isPostfix() ? node_postfix : 0u);
    return made;
  }
  case UO_Plus:
  case UO_Extension:
    return expression(unary->getSubExpr());
  default:
    return unknown(unary);
  }
}

namespace {

Operator operator_of(BinaryOperatorKind kind) {
  switch (kind) {
  case BO_Add:
  case BO_AddAssign:
    return Operator::add;
  case BO_Sub:
  case BO_SubAssign:
    return Operator::subtract;
  case BO_Mul:
  case BO_MulAssign:
    return Operator::multiply;
  case BO_Div:
  case BO_DivAssign:
    return Operator::divide;
  case BO_Rem:
  case BO_RemAssign:
    return Operator::remainder;
  case BO_LT:
  case BO_GT:
    return Operator::less;
  case BO_LE:
  case BO_GE:
    return Operator::less_equal;
  case BO_EQ:
    return Operator::equal;
  case BO_NE:
    return Operator::not_equal;
  case BO_LAnd:
    return Operator::logical_and;
  case BO_LOr:
    return Operator::logical_or;
  default:
    return Operator::other;
  }
}

} // namespace

TreeBuilder::Index TreeBuilder::binary(const BinaryOperator* binary) {
  const SourceLocation where = binary->getOperatorLoc();
  Index left = expression(binary->getLHS()), right = expression(binary->getRHS());
  const BinaryOperatorKind kind = binary->getOpcode();
  if (kind == BO_Comma) return add(NodeKind::block, where, {left, right});
  if (binary->isAssignmentOp()) {
    const Index made = add(NodeKind::assign, binary->getBeginLoc(), {left, right});
    node(made).op = kind == BO_Assign ? Operator::none : operator_of(kind);
    node(made).flags = type_flags(binary->getType());
    return made;
  }
  if (kind == BO_GT || kind == BO_GE) std::swap(left, right);
  Operator op = operator_of(kind);
  // x << constant is a multiplication, x >> constant a division.
  Expr::EvalResult bits;
  if ((kind == BO_Shl || kind == BO_Shr) && !binary->getRHS()->isValueDependent() &&
      binary->getRHS()->EvaluateAsInt(bits, unit_.context) && bits.Val.getInt().ult(31)) {
    right = constant(std::int64_t{1} << bits.Val.getInt().getZExtValue(), where);
    op = kind == BO_Shl ? Operator::multiply : Operator::divide;
  }
  const Index made = add(NodeKind::binary, where, {left, right});
  node(made).op = op;
  node(made).flags = type_flags(binary->getType());
  return made;
}

} // namespace burler::extract

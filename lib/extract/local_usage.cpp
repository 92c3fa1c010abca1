#include "extract/local_usage.h"

#include <algorithm>

namespace burler::extract {

using namespace clang;

const Expr* strip(const Expr* e) {
  while (e != nullptr) {
    e = e->IgnoreParens();
    if (const auto* full = dyn_cast<FullExpr>(e))
      e = full->getSubExpr();
    else if (const auto* temporary = dyn_cast<MaterializeTemporaryExpr>(e))
      e = temporary->getSubExpr();
    else if (const auto* bound = dyn_cast<CXXBindTemporaryExpr>(e))
      e = bound->getSubExpr();
    else if (const auto* argument = dyn_cast<CXXDefaultArgExpr>(e))
      e = argument->getExpr();
    else if (const auto* initial = dyn_cast<CXXDefaultInitExpr>(e))
      e = initial->getExpr();
    else if (const auto* cast = dyn_cast<CastExpr>(e);
             cast != nullptr &&
             (cast->getCastKind() == CK_NoOp || cast->getCastKind() == CK_ConstructorConversion ||
              cast->getCastKind() == CK_UserDefinedConversion))
      e = cast->getSubExpr();
    else if (const auto* list = dyn_cast<InitListExpr>(e); list != nullptr && list->isTransparent())
      e = list->getInit(0);
    else
      return e;
  }
  return e;
}

namespace {
constexpr int depth_limit =
    2000; // expressions nested deeper than this are generated code: nothing is concluded
}

LocalUsage::LocalUsage(const FunctionDecl* function) {
  if (const auto* constructor = dyn_cast<CXXConstructorDecl>(function)) {
    for (const CXXCtorInitializer* init : constructor->inits()) {
      if (const FieldDecl* field = init->getAnyMember())
        targets_[strip(init->getInit())] = {nullptr, field, nullptr};
      walk(init->getInit(), Use::other);
    }
  }
  walk(function->getBody(), Use::other);
}

bool LocalUsage::is_private(const VarDecl* variable) const {
  if (depth_ > depth_limit) return false;
  const auto found = uses_.find(variable->getCanonicalDecl());
  return found == uses_.end() || !found->second.escapes;
}

bool LocalUsage::is_stable(const VarDecl* variable) const {
  if (depth_ > depth_limit) return false;
  const auto found = uses_.find(variable->getCanonicalDecl());
  return found == uses_.end() || (!found->second.written && !found->second.changed_by_others);
}

bool LocalUsage::index_changes_after(const Expr* expression, SourceLocation place) const {
  const Expr* e = expression == nullptr ? nullptr : expression->IgnoreParenCasts();
  const auto changes = [&](const auto& self, const Stmt* index) -> bool {
    if (index == nullptr) return false;
    if (const auto* name = dyn_cast<DeclRefExpr>(index))
      if (const auto* variable = dyn_cast<VarDecl>(name->getDecl())) {
        const auto found = uses_.find(variable->getCanonicalDecl());
        return found != uses_.end() && found->second.written &&
               found->second.last_change > place.getRawEncoding();
      }
    return std::any_of(index->child_begin(), index->child_end(),
                       [&](const Stmt* child) { return self(self, child); });
  };
  if (const auto* unary = dyn_cast_or_null<UnaryOperator>(e);
      unary != nullptr && (unary->getOpcode() == UO_AddrOf || unary->getOpcode() == UO_Deref))
    return index_changes_after(unary->getSubExpr(), place);
  if (const auto* member = dyn_cast_or_null<MemberExpr>(e))
    return index_changes_after(member->getBase(), place);
  const auto* subscript = dyn_cast_or_null<ArraySubscriptExpr>(e);
  return subscript != nullptr &&
         (changes(changes, subscript->getIdx()) || index_changes_after(subscript->getBase(), place));
}

const Target* LocalUsage::target(const Expr* expression) const {
  const auto found = targets_.find(expression);
  return found == targets_.end() ? nullptr : &found->second;
}

void LocalUsage::children(const Stmt* statement) {
  for (const Stmt* child : statement->children()) {
    if (const auto* expression = dyn_cast_or_null<Expr>(child);
        expression != nullptr && isa<CompoundStmt>(statement)) {
      const Expr* call = expression->IgnoreParenCasts();
      if (const auto* full = dyn_cast<FullExpr>(call)) call = full->getSubExpr()->IgnoreParenCasts();
      discarded_.insert(call);
    }
    if (child != nullptr) walk(child, Use::other);
  }
}

void LocalUsage::declare(const VarDecl* variable) {
  if (const Expr* init = variable->getInit()) {
    targets_[strip(init)] = {variable, nullptr, nullptr};
    const bool const_reference =
        variable->getType()->isReferenceType() && variable->getType()->getPointeeType().isConstQualified();
    walk(init, const_reference ? Use::constant_object : Use::other);
  }
  if (const auto* bindings = dyn_cast<DecompositionDecl>(variable)) {
    for (const BindingDecl* binding : bindings->bindings())
      if (const VarDecl* holder = binding->getHoldingVar()) declare(holder);
  }
}

void LocalUsage::note_index(const Stmt* index, int depth) {
  constexpr int deepest = 8;
  if (index == nullptr || depth > deepest || isa<LambdaExpr>(index)) return;
  if (const auto* name = dyn_cast<DeclRefExpr>(index))
    if (const auto* variable = dyn_cast<VarDecl>(name->getDecl()))
      indices_.insert(variable->getCanonicalDecl());
  for (const Stmt* child : index->children())
    note_index(child, depth + 1);
}

void LocalUsage::walk_lambda(const LambdaExpr* lambda) {
  lambdas_.push_back(lambda);
  const auto* init = lambda->capture_init_begin();
  for (const LambdaCapture& capture : lambda->captures()) {
    const Expr* value = *init++;
    const bool by_reference = capture.capturesVariable() && capture.getCaptureKind() == LCK_ByRef;
    if (value != nullptr) walk(value, by_reference ? Use::other : Use::read);
  }
}

void LocalUsage::walk_call(const CallExpr* call) {
  const FunctionDecl* callee = call->getDirectCallee();
  const auto* method = dyn_cast_or_null<CXXMethodDecl>(callee);
  const bool operator_call = isa<CXXOperatorCallExpr>(call);
  const bool operator_method = operator_call && method != nullptr && method->isInstance();
  walk(call->getCallee(), method != nullptr && method->isConst() ? Use::constant_object : Use::other);
  if (operator_call && cast<CXXOperatorCallExpr>(call)->getOperator() == OO_Subscript &&
      call->getNumArgs() == 2)
    note_index(call->getArg(1));
  for (unsigned i = 0; i < call->getNumArgs(); ++i) {
    Use use = Use::other;
    if (operator_method && i == 0) {
      const auto kind = method->getOverloadedOperator();
      // Advancing an iterator keeps it in its container.
      const bool advance =
          kind == OO_PlusPlus || kind == OO_MinusMinus || kind == OO_PlusEqual || kind == OO_MinusEqual;
      if (method->isConst() || advance) use = Use::constant_object;
    } else if (callee != nullptr) {
      const unsigned parameter = operator_method ? i - 1 : i;
      if (parameter < callee->getNumParams()) {
        const QualType type = callee->getParamDecl(parameter)->getType();
        if (type->isReferenceType() && type->getPointeeType().isConstQualified()) use = Use::constant_object;
      }
    }
    walk(call->getArg(i), use);
  }
}

void LocalUsage::walk(const Stmt* s, Use use) {
  struct Depth {
    int& value;
    explicit Depth(int& v) : value(v) { value += value > depth_limit ? 0 : 1; }
    ~Depth() { value -= value > depth_limit ? 0 : 1; }
  } depth(depth_);
  if (s == nullptr || depth_ > depth_limit) return;
  if (const auto* name = dyn_cast<DeclRefExpr>(s)) {
    const auto* variable = dyn_cast<VarDecl>(name->getDecl());
    if (variable == nullptr) return;
    Uses& uses = uses_[variable->getCanonicalDecl()];
    uses.escapes |=
        use == Use::other || (use == Use::constant_object && !variable->getType()->isScalarType());
    uses.written |= use == Use::write;
    if (use == Use::write || use == Use::other)
      uses.last_change = std::max(uses.last_change, name->getLocation().getRawEncoding());
    uses.changed_by_others |= use == Use::other;
    return;
  }
  if (const auto* cast = dyn_cast<CastExpr>(s)) {
    if (cast->getCastKind() == CK_LValueToRValue || cast->getCastKind() == CK_ToVoid)
      return walk(cast->getSubExpr(), Use::read);
    if (cast->getCastKind() == CK_ArrayToPointerDecay) return walk(cast->getSubExpr(), Use::other);
    return walk(cast->getSubExpr(), use);
  }
  if (isa<ParenExpr, FullExpr, MaterializeTemporaryExpr, CXXBindTemporaryExpr>(s)) {
    for (const Stmt* child : s->children())
      walk(child, use);
    return;
  }
  if (const auto* member = dyn_cast<MemberExpr>(s)) {
    // A const method or a field through an arrow does not change the pointer; `x.f` is a part of x.
    return walk(member->getBase(), member->isArrow() ? Use::read : use);
  }
  if (const auto* subscript = dyn_cast<ArraySubscriptExpr>(s)) {
    walk(subscript->getIdx(), Use::other);
    note_index(subscript->getIdx());
    if (const auto* decay = dyn_cast<ImplicitCastExpr>(subscript->getBase());
        decay != nullptr && decay->getCastKind() == CK_ArrayToPointerDecay)
      return walk(decay->getSubExpr(), use);
    return walk(subscript->getBase(), Use::other);
  }
  if (const auto* binary = dyn_cast<BinaryOperator>(s); binary != nullptr && binary->isAssignmentOp()) {
    walk(binary->getLHS(), Use::write);
    return walk(binary->getRHS(), Use::other);
  }
  if (const auto* unary = dyn_cast<UnaryOperator>(s); unary != nullptr && unary->isIncrementDecrementOp())
    return walk(unary->getSubExpr(), Use::write);
  if (const auto* call = dyn_cast<CallExpr>(s)) return walk_call(call);
  if (const auto* lambda = dyn_cast<LambdaExpr>(s)) return walk_lambda(lambda);
  if (const auto* construct = dyn_cast<CXXConstructExpr>(s)) {
    // std::thread, std::function and the containers copy what they are given, also through forwarding
    // references.
    const CXXConstructorDecl* constructor = construct->getConstructor();
    const bool copy = constructor->isCopyOrMoveConstructor() || constructor->getParent()->isInStdNamespace();
    for (const Expr* argument : construct->arguments())
      walk(argument, copy ? Use::constant_object : Use::other);
    return;
  }
  if (const auto* declaration = dyn_cast<DeclStmt>(s)) {
    for (const Decl* decl : declaration->decls())
      if (const auto* variable = dyn_cast<VarDecl>(decl)) declare(variable);
    return;
  }
  if (const auto* created = dyn_cast<CXXNewExpr>(s)) {
    if (const Expr* init = created->getInitializer()) targets_[strip(init)] = {nullptr, nullptr, created};
    return children(s);
  }
  children(s);
}

} // namespace burler::extract

// Plain and atomic memory accesses, pointer copies, new and delete.
#include "extract/function_extractor.h"

namespace burler::extract {

using namespace clang;
using namespace summary;

void FunctionExtractor::visit(const Stmt* statement) {
  if (const auto* cast = dyn_cast<CastExpr>(statement)) return visit_load(cast);
  if (const auto* binary = dyn_cast<BinaryOperator>(statement)) {
    if (binary->isAssignmentOp()) visit_assignment(binary);
    return;
  }
  if (const auto* unary = dyn_cast<UnaryOperator>(statement)) {
    if (unary->isIncrementDecrementOp()) visit_increment(unary);
    return;
  }
  if (const auto* call = dyn_cast<CallExpr>(statement)) return visit_call(call);
  if (const auto* construct = dyn_cast<CXXConstructExpr>(statement)) return visit_construct(construct);
  if (const auto* declaration = dyn_cast<DeclStmt>(statement)) return visit_declaration(declaration);
  if (const auto* lambda = dyn_cast<LambdaExpr>(statement)) return visit_lambda(lambda);
  if (const auto* created = dyn_cast<CXXNewExpr>(statement)) return visit_new(created);
  if (const auto* deleted = dyn_cast<CXXDeleteExpr>(statement)) return visit_delete(deleted);
  if (const auto* returned = dyn_cast<ReturnStmt>(statement)) return visit_return(returned);
  if (const auto* atomic = dyn_cast<AtomicExpr>(statement)) return visit_atomic(atomic);
  if (const auto* suspends = dyn_cast<CoroutineSuspendExpr>(statement)) suspend(suspends);
}

bool FunctionExtractor::worth_reporting(const Value& value) const {
  const AccessPath& path = value.path;
  for (const PathStep& step : path.steps)
    if (step.kind == StepKind::deref || step.kind == StepKind::storage)
      return path.root.kind != RootKind::none;
  switch (path.root.kind) {
  case RootKind::none:
    return false;
  case RootKind::local: {
    const VarDecl* variable = local_declarations_[path.root.index];
    if (variable == nullptr || variable->isImplicit() || usage_.is_private(variable)) return false;
    return !path.steps.empty() || !handles_.contains(variable);
  }
  case RootKind::formal: {
    if (path.root.index >= decl_->getNumParams()) return false;
    const ParmVarDecl* parameter = decl_->getParamDecl(path.root.index);
    return parameter->getType()->isReferenceType() || !usage_.is_private(parameter);
  }
  default:
    return true;
  }
}

void FunctionExtractor::access(EventKind kind, const Value& value, QualType type, SourceLocation location,
                               std::uint32_t flags) {
  if (!worth_reporting(value)) return;
  const std::uint32_t known = unit_.types.flags(type);
  if ((known & (type_lock | type_condition | type_sync | type_concurrent | type_guard)) != 0) return;
  Event& event = add(kind, location);
  event.path = value.path;
  event.flags |= flags;
  if (value.tensor || (known & type_tensor) != 0) event.flags |= flag_tensor;
  if (type.isNull()) return;
  if (type.isVolatileQualified()) event.flags |= flag_volatile;
  if ((known & type_atomic) != 0) {
    event.kind = EventKind::atomic;
    event.op = kind == EventKind::read ? AtomicOp::load : AtomicOp::store;
  }
  event.type = unit_.type_name(type.getNonReferenceType().getUnqualifiedType());
  const bool known_size = !type->isDependentType() && !type->isUndeducedType() && !type->containsErrors();
  if (known_size && !type->isIncompleteType() && type->isObjectType())
    event.size = static_cast<std::uint32_t>(context_.getTypeSizeInChars(type).getQuantity());
}

bool is_constant(const Expr* object, const ASTContext& context) {
  object = object->IgnoreParenImpCasts();
  const ValueDecl* declaration = nullptr;
  if (const auto* name = dyn_cast<DeclRefExpr>(object)) declaration = name->getDecl();
  if (const auto* member = dyn_cast<MemberExpr>(object)) {
    declaration = member->getMemberDecl();
    if (!member->isArrow() && is_constant(member->getBase(), context)) return true;
  }
  if (const auto* subscript = dyn_cast<ArraySubscriptExpr>(object)) {
    const Expr* base = subscript->getBase()->IgnoreParenImpCasts();
    return base->getType()->isArrayType() && is_constant(base, context);
  }
  if (declaration == nullptr || declaration->getType()->isReferenceType()) return false;
  QualType type = declaration->getType();
  while (const auto* array = context.getAsArrayType(type))
    type = array->getElementType();
  return type.isConstQualified() && !type.isVolatileQualified();
}

void FunctionExtractor::visit_load(const CastExpr* cast) {
  if (cast->getCastKind() != CK_LValueToRValue) return;
  const Expr* object = cast->getSubExpr();
  if (is_constant(object, context_)) return;
  if (const auto* name = dyn_cast<DeclRefExpr>(strip(object))) {
    // Reading a local or by-value parameter that nobody else can reach.
    const auto* variable = dyn_cast<VarDecl>(name->getDecl());
    if (variable != nullptr && variable->hasLocalStorage() && !variable->getType()->isReferenceType() &&
        !is_captured(variable) && usage_.is_private(variable))
      return;
  }
  access(EventKind::read, value(object), object->getType(), cast->getExprLoc());
}

namespace {

/// A member of an object that is atomic as a whole: C leaves the access undefined and compilers reject it.
bool in_atomic_object(const Expr* object) {
  while (const auto* member = dyn_cast<MemberExpr>(object->IgnoreParens())) {
    if (member->isArrow()) return false;
    object = member->getBase()->IgnoreParens();
    if (const auto* cast = dyn_cast<CastExpr>(object);
        cast != nullptr && cast->getCastKind() == CK_AtomicToNonAtomic)
      return true;
  }
  return false;
}

} // namespace

void FunctionExtractor::visit_assignment(const BinaryOperator* assignment) {
  const Expr* target = assignment->getLHS();
  if (in_atomic_object(target)) return;
  const Value object = value(target);
  const QualType type = target->getType();
  note_flow(object.path, type, assignment->getRHS(), assignment->isCompoundAssignmentOp());
  if (assignment->isCompoundAssignmentOp()) {
    if (type->isAtomicType()) {
      Event& event = add(EventKind::atomic, assignment->getOperatorLoc());
      event.path = object.path;
      event.op = AtomicOp::fetch;
      return;
    }
    access(EventKind::read, object, type, target->getExprLoc());
  }
  if (type->isRecordType()) { // a C struct is copied by a load of the source and this store
    write_object(object, type, assignment->getOperatorLoc());
    return assign(object, assignment->getRHS(), type, assignment->getOperatorLoc(), AssignKind::copy);
  }
  const std::size_t before = event_count_;
  access(EventKind::write, object, type, assignment->getOperatorLoc());
  if (event_count_ != before) {
    const BinaryOperatorKind kind = assignment->getOpcode();
    if (kind == BO_Assign || kind == BO_AddAssign || kind == BO_SubAssign)
      note_change(object, assignment->getRHS(), kind == BO_AddAssign ? 1 : kind == BO_SubAssign ? -1 : 0);
  }
  if (const auto* name = dyn_cast<DeclRefExpr>(target->IgnoreParens()))
    if (const auto* variable = dyn_cast<VarDecl>(name->getDecl()))
      note_constant(variable, assignment->isCompoundAssignmentOp() ? nullptr : assignment->getRHS(),
                    assignment->getOperatorLoc());
  if (!assignment->isCompoundAssignmentOp())
    assign(object, assignment->getRHS(), type, assignment->getOperatorLoc());
}

void FunctionExtractor::visit_increment(const UnaryOperator* unary) {
  if (in_atomic_object(unary->getSubExpr())) return;
  const Value object = value(unary->getSubExpr());
  const QualType type = unary->getSubExpr()->getType();
  note_flow(object.path, type, unary->getSubExpr(), true);
  if (type->isAtomicType()) {
    Event& event = add(EventKind::atomic, unary->getOperatorLoc());
    event.path = object.path;
    event.op = AtomicOp::fetch;
    return;
  }
  access(EventKind::read, object, type, unary->getOperatorLoc());
  const std::size_t before = event_count_;
  access(EventKind::write, object, type, unary->getOperatorLoc());
  if (event_count_ != before && block_->events.back().kind == EventKind::write)
    block_->events.back().names = {unit_.symbol(unary->isIncrementOp() ? "+1" : "-1")};
  if (const auto* name = dyn_cast<DeclRefExpr>(unary->getSubExpr()->IgnoreParens()))
    if (const auto* variable = dyn_cast<VarDecl>(name->getDecl()))
      note_constant(variable, nullptr, unary->getOperatorLoc(), unary->isIncrementOp() ? 1 : -1);
}

/// Pointers, references to functions and handles: who points where after this.
void FunctionExtractor::assign(const Value& target, const Expr* source, QualType type,
                               SourceLocation location, AssignKind kind) {
  if (!target.path || type.isNull()) return;
  const std::uint32_t flags = unit_.types.flags(type);
  const bool opaque =
      type->isIntegerType() && context_.getTypeSize(type) >= 64; // pthread_t, handles as integers
  if ((flags & (type_pointer | type_callable | type_shares_storage | type_thread | type_reference |
                type_sync)) == 0 &&
      !opaque && kind == AssignKind::pointer)
    return;
  const Value from = value(source);
  if (opaque && from.path.root.kind != RootKind::call_result && !from.address && (flags & type_thread) == 0)
    return;
  const FunctionDecl* function = from.function;
  if (!from.path && function == nullptr) return;
  if (from.path == target.path && !from.address) return;
  if (from.address && from.path.root.kind == RootKind::allocation && from.path.steps.empty()) {
    for (auto event = block_->events.rbegin(); event != block_->events.rend(); ++event)
      if (event->kind == EventKind::alloc && event->path == from.path && !event->dst)
        event->dst = target.path;
  }
  Event& event = add(EventKind::assign, location);
  event.dst = target.path;
  event.path = from.path;
  event.by_reference = from.address ? 1 : 0;
  event.assign = kind;
  if (function != nullptr) event.callee = unit_.usr(function);
}

void FunctionExtractor::visit_return(const ReturnStmt* statement) {
  const Expr* result = statement->getRetValue();
  if (result == nullptr) return;
  const QualType type = decl_->getReturnType();
  const std::uint32_t flags = unit_.types.flags(type);
  if ((flags & (type_pointer | type_reference | type_shares_storage | type_guard | type_thread |
                type_callable)) == 0 &&
      !type->isRecordType())
    return;
  const Value from = value(result);
  if (!from.path && from.function == nullptr) return;
  Event& event = add(EventKind::ret, statement->getReturnLoc());
  event.path = from.path;
  event.by_reference = type->isReferenceType() ? 3 : from.address ? 1 : 0;
  if (from.function != nullptr) event.callee = unit_.usr(from.function);
}

std::uint32_t FunctionExtractor::allocation(const Expr* site) {
  const auto [known, fresh] = allocation_sites_.emplace(site, allocations_);
  if (fresh) ++allocations_;
  return known->second;
}

void FunctionExtractor::visit_new(const CXXNewExpr* expression) {
  const bool placement =
      expression->getNumPlacementArgs() == 1 && expression->getPlacementArg(0)->getType()->isPointerType();
  if (placement) {
    results_[expression] = value(expression->getPlacementArg(0));
    return;
  }
  const AccessPath path{{RootKind::allocation, allocation(expression), {}}, {}};
  Event& event = add(EventKind::alloc, expression->getBeginLoc());
  event.path = path;
  event.type = unit_.type(expression->getAllocatedType()).spelling;
  results_[expression] = {path, true};
}

void FunctionExtractor::visit_delete(const CXXDeleteExpr* expression) {
  const Value pointer = value(expression->getArgument());
  const QualType type = expression->getDestroyedType();
  if (!type.isNull()) object_ends(deref(pointer).path, type, expression->getBeginLoc());
  if (!pointer.path) return;
  Event& event = add(EventKind::free, expression->getBeginLoc());
  event.path = pointer.path;
  event.by_reference = pointer.address ? 1 : 0;
}

} // namespace burler::extract

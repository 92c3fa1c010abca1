#include "extract/attributes.h"

#include "extract/unit_builder.h"

namespace burler::extract {

using namespace clang;
using namespace summary;

namespace {

PathStep field_step(UnitBuilder& unit, const FieldDecl* field) {
  return {StepKind::field, unit.symbol(field->getName()), unit.usr(field->getParent())};
}

/// Attribute arguments name members of `this`, parameters or globals; anything else gives no fact.
AccessPath capability(UnitBuilder& unit, const Expr* expression) {
  expression = expression->IgnoreParenImpCasts();
  if (const auto* address = dyn_cast<UnaryOperator>(expression);
      address != nullptr && address->getOpcode() == UO_AddrOf)
    return capability(unit, address->getSubExpr());
  if (const auto* deref = dyn_cast<UnaryOperator>(expression);
      deref != nullptr && deref->getOpcode() == UO_Deref) {
    AccessPath path = capability(unit, deref->getSubExpr());
    if (path) path.steps.push_back({StepKind::deref, {}, {}});
    return path;
  }
  if (isa<CXXThisExpr>(expression)) return {{RootKind::self, 0, {}}, {}};
  if (const auto* member = dyn_cast<MemberExpr>(expression)) {
    const auto* field = dyn_cast<FieldDecl>(member->getMemberDecl());
    if (field == nullptr) return {};
    AccessPath path = capability(unit, member->getBase());
    if (member->isArrow() && !isa<CXXThisExpr>(member->getBase()->IgnoreParenImpCasts()) && path)
      path.steps.push_back({StepKind::deref, {}, {}});
    if (path) path.steps.push_back(field_step(unit, field));
    return path;
  }
  if (const auto* name = dyn_cast<DeclRefExpr>(expression)) {
    if (const auto* parameter = dyn_cast<ParmVarDecl>(name->getDecl()))
      return {{RootKind::formal, parameter->getFunctionScopeIndex(), {}}, {}};
    if (const auto* variable = dyn_cast<VarDecl>(name->getDecl());
        variable != nullptr && variable->hasGlobalStorage())
      return {{RootKind::global, 0, unit.global(variable)}, {}};
    if (const auto* field = dyn_cast<FieldDecl>(name->getDecl()))
      return {{RootKind::self, 0, {}}, {field_step(unit, field)}};
  }
  return {};
}

/// The object that is locked: a pointer stands for what it points to.
AccessPath lock_object(UnitBuilder& unit, const Expr* expression) {
  expression = expression->IgnoreParenImpCasts();
  AccessPath path = capability(unit, expression);
  const auto* unary = dyn_cast<UnaryOperator>(expression);
  const bool address = isa<CXXThisExpr>(expression) || (unary != nullptr && unary->getOpcode() == UO_AddrOf);
  if (path && !address && (unit.types.flags(expression->getType()) & type_pointer) != 0)
    path.steps.push_back({StepKind::deref, {}, {}});
  return path;
}

template <class List>
void add(UnitBuilder& unit, std::vector<Attribute>& facts, Attribute::Kind kind, const List& arguments) {
  bool any = false;
  for (const Expr* argument : arguments) {
    any = true;
    if (AccessPath path = lock_object(unit, argument)) facts.push_back({kind, std::move(path)});
  }
  const bool own = kind != Attribute::requires_lock && kind != Attribute::requires_shared &&
                   kind != Attribute::excludes && kind != Attribute::returns_lock;
  if (!any && own) facts.push_back({kind, {{RootKind::self, 0, {}}, {}}}); // a capability's own lock()
}

} // namespace

AccessPath guarded_by(UnitBuilder& unit, const ValueDecl* declaration) {
  const auto* attribute = declaration->getAttr<GuardedByAttr>();
  if (attribute == nullptr) return {};
#if CLANG_VERSION_MAJOR >= 23
  return attribute->args_size() == 0 ? AccessPath{} : lock_object(unit, *attribute->args_begin());
#else
  return lock_object(unit, attribute->getArg());
#endif
}

AccessPath pt_guarded_by(UnitBuilder& unit, const ValueDecl* declaration) {
  const auto* attribute = declaration->getAttr<PtGuardedByAttr>();
  if (attribute == nullptr) return {};
#if CLANG_VERSION_MAJOR >= 23
  return attribute->args_size() == 0 ? AccessPath{} : lock_object(unit, *attribute->args_begin());
#else
  return lock_object(unit, attribute->getArg());
#endif
}

namespace {

template <class Kind> std::vector<AccessPath> named_locks(UnitBuilder& unit, const ValueDecl* declaration) {
  std::vector<AccessPath> paths;
  for (const Kind* attribute : declaration->getMostRecentDecl()->specific_attrs<Kind>())
    for (const Expr* argument : attribute->args())
      if (AccessPath path = lock_object(unit, argument)) paths.push_back(std::move(path));
  return paths;
}

} // namespace

std::vector<AccessPath> acquired_before(UnitBuilder& unit, const ValueDecl* declaration) {
  return named_locks<AcquiredBeforeAttr>(unit, declaration);
}

std::vector<AccessPath> acquired_after(UnitBuilder& unit, const ValueDecl* declaration) {
  return named_locks<AcquiredAfterAttr>(unit, declaration);
}

namespace {

bool succeeds_with_true(const TryAcquireCapabilityAttr* attribute, const ASTContext& context) {
  const Expr* value = attribute->getSuccessValue();
  bool success = false;
  return value != nullptr && !value->isValueDependent() &&
         value->EvaluateAsBooleanCondition(success, context) && success;
}

} // namespace

bool tries_to_acquire(const FunctionDecl* function) {
  for (const FunctionDecl* declaration : function->redecls())
    for (const auto* attribute : declaration->specific_attrs<TryAcquireCapabilityAttr>())
      if (succeeds_with_true(attribute, function->getASTContext())) return true;
  return false;
}

std::vector<Attribute> thread_safety_facts(UnitBuilder& unit, const FunctionDecl* function) {
  std::vector<Attribute> facts;
  for (const FunctionDecl* declaration : function->redecls()) {
    for (const Attr* attribute : declaration->attrs()) {
      if (const auto* a = dyn_cast<RequiresCapabilityAttr>(attribute))
        add(unit, facts, a->isShared() ? Attribute::requires_shared : Attribute::requires_lock, a->args());
      else if (const auto* held = dyn_cast<AssertCapabilityAttr>(attribute))
        add(unit, facts, held->isShared() ? Attribute::asserts_shared : Attribute::asserts, held->args());
      else if (const auto* excluded = dyn_cast<LocksExcludedAttr>(attribute))
        add(unit, facts, Attribute::excludes, excluded->args());
      else if (const auto* taken = dyn_cast<AcquireCapabilityAttr>(attribute))
        add(unit, facts, taken->isShared() ? Attribute::acquires_shared : Attribute::acquires, taken->args());
      else if (const auto* tried = dyn_cast<TryAcquireCapabilityAttr>(attribute)) {
        if (succeeds_with_true(tried, function->getASTContext()))
          add(unit, facts, tried->isShared() ? Attribute::try_acquires_shared : Attribute::try_acquires,
              tried->args());
      } else if (const auto* given = dyn_cast<ReleaseCapabilityAttr>(attribute))
        add(unit, facts, Attribute::releases, given->args());
      else if (const auto* returned = dyn_cast<LockReturnedAttr>(attribute)) {
        if (AccessPath path = lock_object(unit, returned->getArg()))
          facts.push_back({Attribute::returns_lock, std::move(path)});
      }
    }
  }
  return facts;
}

} // namespace burler::extract

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

template <class List>
void add(UnitBuilder& unit, std::vector<Attribute>& facts, Attribute::Kind kind, const List& arguments) {
  bool any = false;
  for (const Expr* argument : arguments) {
    any = true;
    if (AccessPath path = capability(unit, argument)) facts.push_back({kind, std::move(path)});
  }
  if (!any &&
      (kind == Attribute::acquires || kind == Attribute::acquires_shared || kind == Attribute::releases))
    facts.push_back({kind, {{RootKind::self, 0, {}}, {}}}); // a capability's own lock() and unlock()
}

} // namespace

AccessPath guarded_by(UnitBuilder& unit, const ValueDecl* declaration) {
  const auto* attribute = declaration->getAttr<GuardedByAttr>();
  if (attribute == nullptr) return {};
#if CLANG_VERSION_MAJOR >= 23
  return attribute->args_size() == 0 ? AccessPath{} : capability(unit, *attribute->args_begin());
#else
  return capability(unit, attribute->getArg());
#endif
}

AccessPath pt_guarded_by(UnitBuilder& unit, const ValueDecl* declaration) {
  const auto* attribute = declaration->getAttr<PtGuardedByAttr>();
  if (attribute == nullptr) return {};
#if CLANG_VERSION_MAJOR >= 23
  return attribute->args_size() == 0 ? AccessPath{} : capability(unit, *attribute->args_begin());
#else
  return capability(unit, attribute->getArg());
#endif
}

std::vector<Attribute> thread_safety_facts(UnitBuilder& unit, const FunctionDecl* function) {
  std::vector<Attribute> facts;
  for (const FunctionDecl* declaration : function->redecls()) {
    for (const Attr* attribute : declaration->attrs()) {
      if (const auto* a = dyn_cast<RequiresCapabilityAttr>(attribute))
        add(unit, facts, a->isShared() ? Attribute::requires_shared : Attribute::requires_lock, a->args());
      else if (const auto* held = dyn_cast<AssertCapabilityAttr>(attribute))
        add(unit, facts, held->isShared() ? Attribute::requires_shared : Attribute::requires_lock,
            held->args());
      else if (const auto* excluded = dyn_cast<LocksExcludedAttr>(attribute))
        add(unit, facts, Attribute::excludes, excluded->args());
      else if (const auto* taken = dyn_cast<AcquireCapabilityAttr>(attribute))
        add(unit, facts, taken->isShared() ? Attribute::acquires_shared : Attribute::acquires, taken->args());
      else if (const auto* given = dyn_cast<ReleaseCapabilityAttr>(attribute))
        add(unit, facts, Attribute::releases, given->args());
      else if (const auto* returned = dyn_cast<LockReturnedAttr>(attribute)) {
        if (AccessPath path = capability(unit, returned->getArg()))
          facts.push_back({Attribute::returns_lock, std::move(path)});
      }
    }
  }
  return facts;
}

} // namespace burler::extract

// Variables coming to life and objects ending.
#include "extract/function_extractor.h"

namespace burler::extract {

using namespace clang;
using namespace summary;

namespace {

/// A jthread joins; a future waits only when it came from std::async, which the detector knows by its fork.
std::optional<EventKind> wait_at_end(const std::string& class_name) {
  if (class_name == "std::jthread") return EventKind::join;
  if (class_name == "std::future") return EventKind::await;
  return std::nullopt;
}

} // namespace

void FunctionExtractor::visit_declaration(const DeclStmt* statement) {
  for (const Decl* decl : statement->decls()) {
    if (const auto* record = dyn_cast<RecordDecl>(decl);
        record != nullptr && record->isThisDeclarationADefinition()) {
      unit_.record(record);
      if (const auto* cxx = dyn_cast<CXXRecordDecl>(record))
        for (const CXXMethodDecl* method : cxx->methods())
          unit_.enqueue(method);
    }
    const auto* variable = dyn_cast<VarDecl>(decl);
    if (variable == nullptr) continue;
    if (variable->hasGlobalStorage())
      initialise_global(variable, statement);
    else
      declare(variable);
  }
}

/// Function-local statics are initialised once, under the lock of the C++ ABI ([stmt.dcl]); the events of the
/// initialiser were given between the guard's acquire (see static_guard) and this point.
void FunctionExtractor::initialise_global(const VarDecl* variable, const DeclStmt* statement) {
  if (variable->getInit() == nullptr || !variable->isThisDeclarationADefinition()) return;
  const Value object = value_of_variable(variable);
  if (!variable->hasConstantInitialization())
    access(EventKind::write, object, variable->getType(), statement->getBeginLoc(),
           flag_init | flag_unevaluated_once);
  if (variable->getType()->isReferenceType() || variable->getType()->isPointerType())
    assign(object, variable->getInit(), variable->getType(), statement->getBeginLoc());
  if (static_init_ != 0) static_guard(statement, EventKind::release);
}

void FunctionExtractor::static_guard(const DeclStmt* statement, EventKind kind) {
  const auto* variable =
      dyn_cast_or_null<VarDecl>(statement->isSingleDecl() ? statement->getSingleDecl() : nullptr);
  if (variable == nullptr || variable->getInit() == nullptr || variable->hasConstantInitialization()) return;
  Event& event = add(kind, variable->getLocation());
  event.path.root.kind = RootKind::global;
  event.path.root.entity = unit_.static_guard(variable);
  static_init_ = kind == EventKind::acquire ? flag_unevaluated_once : 0;
}

void FunctionExtractor::declare(const VarDecl* variable) {
  const Expr* init = variable->getInit();
  const QualType type = variable->getType();
  note_constant(variable, init, variable->getLocation());
  if (init == nullptr) {
    return;
  }
  const Value from = value(init);
  if (type->isReferenceType()) {
    const bool own =
        from.path && from.path == local(variable); // a temporary that lives as long as the reference
    if (from.path && !own && !from.address) aliases_[variable] = from;
    return;
  }
  if (type->isPointerType() && usage_.is_stable(variable) && (from.path || from.function != nullptr) &&
      !usage_.index_changes_after(init, variable->getLocation())) {
    aliases_[variable] = from;
    return;
  }
  const Value object{local(variable)};
  note_flow(object.path, type, init);
  const std::uint32_t flags = unit_.types.flags(type);
  if ((flags & type_lock) != 0 && unit_.is_recursive_initialiser(init)) {
    Event& event = add(EventKind::configure, variable->getLocation());
    event.path = object.path;
    event.flags |= flag_recursive;
  }
  if ((flags & type_callable) != 0 && usage_.is_stable(variable)) remember_callable(variable);
  if (type->isRecordType()) {
    // Copies and moves are told by the construct expression; what a call returned is named here.
    const bool handle = (flags & (type_pointer | type_shares_storage)) != 0 && (flags & type_thread) == 0;
    if (handle && from.path && from.path != object.path && usage_.is_stable(variable))
      handles_[variable] = from;
    if (from.path && !context_.getLangOpts().CPlusPlus)
      assign(object, init, type, init->getExprLoc(), AssignKind::copy);
    else if (from.path && from.path != object.path && isa<CallExpr>(strip(init))) {
      if ((flags & type_guard) != 0) {
        Event& event = add(EventKind::guard_move, init->getExprLoc());
        event.dst = object.path;
        event.path = from.path;
        return;
      }
      if (variable->isImplicit() && handles_.contains(variable)) return; // a range-for's iterators
      const bool shares = (flags & (type_shares_storage | type_thread | type_sync)) != 0;
      assign(object, init, type, init->getExprLoc(),
             (flags & type_pointer) != 0 ? AssignKind::pointer
             : shares                    ? AssignKind::share_storage
                                         : AssignKind::copy);
    }
    return;
  }
  if (!usage_.is_private(variable))
    access(EventKind::write, object, type, variable->getLocation(), flag_init);
  assign(object, init, type, variable->getLocation());
}

void FunctionExtractor::initialise_member(const CXXCtorInitializer* init) {
  const FieldDecl* member = init->getAnyMember();
  if (member == nullptr || init->getInit() == nullptr)
    return; // bases are constructed by their construct expression
  const Value object = field({{{RootKind::self, 0, {}}, {}}}, member);
  const QualType type = member->getType();
  const SourceLocation where = init->isWritten() ? init->getSourceLocation() : decl_->getLocation();
  if (type->isReferenceType()) {
    const Value from = value(init->getInit());
    if (!from.path) return;
    Event& event = add(EventKind::assign, where);
    event.dst = object.path;
    event.path = from.path;
    event.by_reference = 1;
    return;
  }
  if (const Expr* given = init->getInit(); unit_.is_recursive_initialiser(
          isa<CXXDefaultInitExpr>(given) ? cast<CXXDefaultInitExpr>(given)->getExpr() : given)) {
    Event& event = add(EventKind::configure, where);
    event.path = object.path;
    event.flags |= flag_recursive;
  }
  note_flow(object.path, type, init->getInit());
  if (!type->isRecordType()) access(EventKind::write, object, type, where, flag_init);
  assign(object, init->getInit(), type, where);
}

/// Threads that join and futures that wait in their destructors, in a container: all of them.
void FunctionExtractor::elements_end(AccessPath path, QualType container, const CXXRecordDecl* element,
                                     SourceLocation location) {
  const auto waits = wait_at_end(unit_.types.name(element));
  if (!waits) return;
  if (!container->isArrayType()) path.steps.push_back({StepKind::storage, {}, {}});
  path.steps.push_back({StepKind::index, {}, {}});
  Event& event = add(*waits, location);
  event.path = std::move(path);
  event.flags |= flag_all;
}

void FunctionExtractor::object_ends(const AccessPath& path, QualType type, SourceLocation location) {
  if (!path) return;
  const std::uint32_t flags = unit_.types.flags(type);
  if ((flags & type_guard) != 0) {
    if (const auto* model = unit_.types.type_model(type); model != nullptr && model->inverse) {
      Event& event = add(EventKind::acquire, location);
      event.path.root = {RootKind::global, 0, unit_.library_object(model->lock)};
      return;
    }
    add(EventKind::guard_end, location).dst = path;
    return;
  }
  if ((flags & type_container) != 0 || type->isArrayType())
    if (const QualType element = unit_.types.element(type);
        !element.isNull() && element->getAsCXXRecordDecl() != nullptr)
      return elements_end(path, type, element->getAsCXXRecordDecl(), location);
  const CXXRecordDecl* record = type->getAsCXXRecordDecl();
  if (record == nullptr || record->isLambda()) return;
  const std::string& name = unit_.types.name(record);
  if (const auto waits = wait_at_end(name)) {
    add(*waits, location).path = path;
    return;
  }
  const CXXRecordDecl* owned = record;
  AccessPath object = path;
  if (name == "std::unique_ptr") {
    owned = unit_.types.class_behind(type);
    object.steps.push_back({StepKind::deref, {}, {}});
  }
  if (owned == nullptr || !owned->hasDefinition() || owned->hasTrivialDestructor() ||
      unit_.in_system_header(owned))
    return;
  const CXXDestructorDecl* destructor = owned->getDestructor();
  if (destructor == nullptr || unit_.types.is_quiet(owned)) return;
  unit_.enqueue(destructor);
  Event& event = add(EventKind::destroy, location);
  event.path = object;
  event.callee = unit_.usr(destructor);
  if (destructor->isVirtual() && owned != record) event.flags |= flag_virtual;
}

} // namespace burler::extract

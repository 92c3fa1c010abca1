// Objects constructed, copied and moved; guards taking their locks; closures.
#include "extract/function_extractor.h"

namespace burler::extract {

using namespace clang;
using namespace summary;

std::optional<AccessPath> FunctionExtractor::target_of(const Expr* expression) {
  const Target* target = usage_.target(expression);
  if (target == nullptr) return std::nullopt;
  if (target->variable != nullptr) {
    if (target->variable->hasGlobalStorage()) return value_of_variable(target->variable).path;
    return local(target->variable);
  }
  if (target->field != nullptr) return field({{{RootKind::self, 0, {}}, {}}}, target->field).path;
  return AccessPath{{RootKind::allocation, allocation(target->allocation), {}}, {}};
}

void FunctionExtractor::visit_construct(const CXXConstructExpr* construct) {
  const CXXConstructorDecl* constructor = construct->getConstructor();
  const QualType type = construct->getType();
  const CXXRecordDecl* record = constructor->getParent();
  const std::optional<AccessPath> known = target_of(construct);
  if (constructor->isCopyOrMoveConstructor() && construct->getNumArgs() > 0) {
    if (!known && !isa<CXXTemporaryObjectExpr>(construct) && (unit_.types.flags(type) & type_guard) == 0) {
      // A by-value argument or result: the source stands for its copy.
      const Value source = value(construct->getArg(0));
      if (!is_constant(construct->getArg(0), context_)) read_object(source, type, construct->getExprLoc());
      results_[construct] = source;
      return;
    }
    const AccessPath target = known ? *known : temporary(type, construct->getExprLoc());
    results_[construct] = {target};
    return copy_object(construct, target);
  }
  const model::TypeModel* model = unit_.types.record_model(record);
  const bool user = !unit_.in_system_header(record);
  if (model == nullptr && !user && construct->getNumArgs() == 0) return;
  const AccessPath target = known ? *known : temporary(type, construct->getExprLoc());
  results_[construct] = {target};
  CallView call{construct,
                constructor,
                nullptr,
                false,
                {construct->getArgs(), construct->getArgs() + construct->getNumArgs()}};
  std::erase_if(call.arguments, [](const Expr* argument) { return isa<CXXDefaultArgExpr>(argument); });
  if (model != nullptr && (model->flags & type_guard) != 0) return guard_init(construct, *model, target);
  if (model != nullptr) {
    if (const auto found = model->methods.find("(constructor)"); found != model->methods.end()) {
      for (const model::Effect& effect : found->second.effects) {
        if (effect.kind == EventKind::fork) {
          if (!call.arguments.empty()) fork(target, effect, call);
        } else {
          apply(effect, call);
        }
      }
      return;
    }
    if (call.arguments.empty()) return;
    const Value source = value(call.arguments[0]);
    const std::uint32_t flags = unit_.types.flags(type);
    if ((flags & (type_pointer | type_shares_storage | type_callable | type_thread)) != 0)
      return assign({target}, call.arguments[0], type, construct->getExprLoc(),
                    (flags & type_pointer) != 0 ? AssignKind::pointer : AssignKind::share_storage);
  }
  if (!user) return argument_accesses(call, false);
  if (!constructor->isUserProvided() && constructor->isTrivial()) return;
  unit_.enqueue(constructor);
  if (record->isLambda()) return;
  materialise(constructor, call.arguments);
  Event& event = add(EventKind::construct, construct->getExprLoc());
  event.dst = target;
  event.callee = unit_.usr(constructor);
  operands(event, constructor, call.arguments);
}

void FunctionExtractor::guard_init(const CXXConstructExpr* construct, const model::TypeModel& model,
                                   const AccessPath& target) {
  std::uint32_t flags = 0;
  std::vector<AccessPath> locks;
  for (const Expr* argument : construct->arguments()) {
    if (isa<CXXDefaultArgExpr>(argument)) continue;
    const QualType type = argument->getType();
    if (const auto* tag = unit_.types.type_model(type); tag != nullptr && !tag->tag.empty()) {
      flags |= tag->tag == "deferred" ? flag_deferred : tag->tag == "try" ? flag_try : flag_adopt;
      continue;
    }
    const std::string name =
        type->getAsCXXRecordDecl() != nullptr ? unit_.types.name(type->getAsCXXRecordDecl()) : "";
    if (name.starts_with("std::chrono::")) {
      flags |= flag_try | flag_timed;
      continue;
    }
    Value lock = value(argument);
    if (type->isPointerType()) lock = deref(lock);
    if (unit_.types.is_null_lock(type->getAsCXXRecordDecl())) continue;
    locks.push_back(lock.path);
  }
  if (locks.empty() && !model.lock.empty()) {
    locks.push_back({{RootKind::global, 0, unit_.library_object(model.lock)}, {}});
    if ((model.flags & type_recursive_lock) != 0) flags |= flag_recursive;
    if (model.inverse) {
      add(EventKind::release, construct->getExprLoc()).path = locks.front();
      return;
    }
  }
  if (locks.empty()) return; // a default-constructed guard owns nothing
  if (locks.size() == 1) guard_locks_[target] = locks.front();
  Event& event = add(EventKind::guard_init, construct->getExprLoc());
  event.dst = target;
  event.operands = std::move(locks);
  event.mode = model.mode;
  event.flags |= flags;
  tested_[construct] = static_cast<std::int32_t>(last_number());
}

void FunctionExtractor::copy_object(const CXXConstructExpr* construct, const AccessPath& target) {
  const CXXConstructorDecl* constructor = construct->getConstructor();
  const QualType type = construct->getType();
  const Value source = value(construct->getArg(0));
  const SourceLocation where = construct->getExprLoc();
  const std::uint32_t flags = unit_.types.flags(type);
  if ((flags & type_guard) != 0) {
    Event& event = add(EventKind::guard_move, where);
    event.dst = target;
    event.path = source.path;
    if (const auto lock = guard_locks_.find(source.path); lock != guard_locks_.end())
      guard_locks_[target] = lock->second;
    return;
  }
  if (!unit_.in_system_header(constructor->getParent()) && constructor->isUserProvided()) {
    unit_.enqueue(constructor);
    Event& event = add(EventKind::construct, where);
    event.dst = target;
    event.callee = unit_.usr(constructor);
    operands(event, constructor, {construct->getArg(0)});
    return;
  }
  const bool move = constructor->isMoveConstructor();
  if (move)
    write_object(source, type, where);
  else
    read_object(source, type, where);
  if (const Target* variable = usage_.target(construct);
      variable != nullptr && variable->variable != nullptr &&
      (flags & (type_shares_storage | type_pointer)) != 0 && variable->variable->hasLocalStorage() &&
      usage_.is_stable(variable->variable) && source.path)
    handles_[variable->variable] = source;
  assign({target}, construct->getArg(0), type, where,
         move                                 ? AssignKind::move
         : (flags & type_pointer) != 0        ? AssignKind::pointer
         : (flags & type_shares_storage) != 0 ? AssignKind::share_storage
                                              : AssignKind::copy);
}

/// What copying the object reads: storage of containers, the handle of handles, the fields of plain classes.
void FunctionExtractor::read_object(const Value& object, QualType type, SourceLocation location) {
  if (object.address || !worth_reporting(object)) return; // copying an address reads nothing

  const std::uint32_t flags = unit_.types.flags(type);
  if ((flags & (type_lock | type_thread | type_sync | type_concurrent | type_atomic)) != 0) return;
  const CXXRecordDecl* record = type->getAsCXXRecordDecl();
  if ((flags & type_container) != 0) {
    access(EventKind::read, step(object, StepKind::storage, "", type), type, location);
  } else if (record != nullptr && record->hasDefinition() && !record->isLambda() && !record->isUnion() &&
             unit_.types.record_model(record) == nullptr && !unit_.in_system_header(record)) {
    copy_fields(record, object, nullptr, location);
  } else {
    access(EventKind::read, object, type, location);
  }
}

void FunctionExtractor::write_object(const Value& object, QualType type, SourceLocation location) {
  if (object.address || !worth_reporting(object)) return;
  const std::uint32_t flags = unit_.types.flags(type);
  if ((flags & (type_lock | type_thread | type_sync | type_concurrent | type_atomic)) != 0) return;
  const CXXRecordDecl* record = type->getAsCXXRecordDecl();
  if ((flags & type_container) != 0) {
    access(EventKind::write, step(object, StepKind::storage, "", type), type, location);
  } else if (record != nullptr && record->hasDefinition() && !record->isLambda() && !record->isUnion() &&
             unit_.types.record_model(record) == nullptr && !unit_.in_system_header(record)) {
    for (const FieldDecl* member : record->getDefinition()->fields())
      if (!member->getType()->isRecordType())
        access(EventKind::write, field(object, member), member->getType(), location);
      else if (depth_ < 3) {
        ++depth_;
        write_object(field(object, member), member->getType(), location);
        --depth_;
      }
  } else {
    access(EventKind::write, object, type, location);
  }
}

void FunctionExtractor::copy_fields(const CXXRecordDecl* record, const Value& from, const Value* to,
                                    SourceLocation where) {
  if (depth_ > 3) return;
  ++depth_;
  unsigned count = 0;
  for (const FieldDecl* member : record->getDefinition()->fields()) {
    if (++count > 32) break;
    const QualType type = member->getType();
    if (from.path && !type.isConstQualified()) {
      if (type->isRecordType())
        read_object(field(from, member), type, where);
      else
        access(EventKind::read, field(from, member), type, where);
    }
    if (to == nullptr) continue;
    if (type->isRecordType())
      write_object(field(*to, member), type, where);
    else
      access(EventKind::write, field(*to, member), type, where);
  }
  --depth_;
}

void FunctionExtractor::visit_lambda(const LambdaExpr* lambda) {
  const CXXRecordDecl* closure = lambda->getLambdaClass();
  unit_.lambda(closure, decl_);
  const auto known = target_of(lambda);
  const AccessPath target = known ? *known : temporary(lambda->getType(), lambda->getBeginLoc());
  results_[lambda] = {target};
  Event event;
  std::vector<std::pair<Symbol, AccessPath>> pointers; ///< captured addresses: the field is a pointer
  unsigned number = 0;
  const auto* init = lambda->capture_init_begin();
  for (const LambdaCapture& capture : lambda->captures()) {
    const Expr* initial = *init++;
    std::string_view name = "this";
    if (capture.capturesVariable())
      name = capture.getCapturedVar()->getName();
    else if (!capture.capturesThis())
      continue;
    Value captured = initial != nullptr ? value(initial) : Value{};
    bool by_reference = captured.address;
    const bool aliased = capture.capturesVariable() && capture.getCaptureKind() == LCK_ByRef;
    if (captured.address && captured.path && capture.capturesVariable() && !aliased)
      pointers.emplace_back(unit_.symbol(name), captured.path);
    if (aliased) by_reference = true;
    event.names.push_back(unit_.symbol(name));
    event.operands.push_back(captured.path);
    if (by_reference && number < 64) event.by_reference |= std::uint64_t{1} << number;
    ++number;
  }
  Event& placed = add(EventKind::closure, lambda->getBeginLoc());
  placed.dst = target;
  placed.callee = unit_.usr(lambda->getCallOperator());
  placed.operands = std::move(event.operands);
  placed.names = std::move(event.names);
  placed.by_reference = event.by_reference;
  for (const auto& [field, object] : pointers) {
    Event& pointer = add(EventKind::assign, lambda->getBeginLoc());
    pointer.dst = target;
    pointer.dst.steps.push_back({StepKind::field, field, {}});
    pointer.path = object;
    pointer.by_reference = 1;
  }
}

} // namespace burler::extract

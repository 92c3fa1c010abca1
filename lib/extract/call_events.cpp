// Calls: modelled ones, calls into user code, calls into code we do not see.
#include "extract/attributes.h"
#include "extract/function_extractor.h"

namespace burler::extract {

using namespace clang;
using namespace summary;

CallView FunctionExtractor::view(const CallExpr* call) {
  CallView result{call, call->getDirectCallee(), nullptr, false, {call->arg_begin(), call->arg_end()}};
  if (const auto* member = dyn_cast<CXXMemberCallExpr>(call)) {
    const Expr* callee = call->getCallee()->IgnoreParens();
    if (const auto* access = dyn_cast<MemberExpr>(callee)) {
      result.receiver = access->getBase();
      result.arrow = access->isArrow();
    } else {
      result.receiver = member->getImplicitObjectArgument();
      result.arrow = result.receiver != nullptr && result.receiver->getType()->isPointerType();
    }
  } else if (isa<CXXOperatorCallExpr>(call)) {
    const auto* method = dyn_cast_or_null<CXXMethodDecl>(result.callee);
    if (method != nullptr && !method->isStatic() && !result.arguments.empty()) {
      result.receiver = result.arguments.front();
      result.arguments.erase(result.arguments.begin());
    }
  }
  while (!result.arguments.empty() && isa<CXXDefaultArgExpr>(result.arguments.back()))
    result.arguments.pop_back();
  return result;
}

QualType FunctionExtractor::receiver_type(const CallView& call) {
  if (call.receiver == nullptr) return {};
  // A method of a base class sees the object cast to that base.
  const QualType type = call.receiver->IgnoreParenBaseCasts()->getType().getNonReferenceType();
  return call.arrow && !type->getPointeeType().isNull() ? type->getPointeeType() : type;
}

Value FunctionExtractor::receiver(const CallView& call) {
  if (call.receiver == nullptr) return {};
  const Value object = value(call.receiver);
  return call.arrow ? deref(object) : object;
}

/// The program's own function, which happens to have the name of a C function of the system: it has a body
/// here, or is no C function at all.
bool FunctionExtractor::is_own(const FunctionDecl* callee) const {
  const FunctionDecl* definition = nullptr;
  if (callee->hasBody(definition)) return !unit_.in_system_header(definition);
  return !callee->isExternC() && !unit_.in_system_header(callee) &&
         std::none_of(callee->redecls_begin(), callee->redecls_end(),
                      [&](const FunctionDecl* d) { return unit_.in_system_header(d); });
}

/// The class of the object first, then the class that declares the method: `std::atomic<int>::fetch_add` is
/// declared in a base that only the library knows.
const model::FunctionModel* FunctionExtractor::model_of(const CallView& call) {
  if (call.callee == nullptr) return nullptr;
  const auto* method = dyn_cast<CXXMethodDecl>(call.callee);
  if (method == nullptr) {
    const model::FunctionModel* found = unit_.types.model().function(unit_.types.name(call.callee));
    return found != nullptr && found->of_system && is_own(call.callee) ? nullptr : found;
  }
  const bool conversion = isa<CXXConversionDecl>(method);
  const auto lookup = [&](const CXXRecordDecl* record) -> const model::FunctionModel* {
    if (record == nullptr) return nullptr;
    const std::string& owner = unit_.types.name(record);
    if (const auto* exact = unit_.types.model().function(owner + "::" + method->getNameAsString()))
      return exact;
    return conversion ? unit_.types.model().function(owner + "::(conversion)") : nullptr;
  };
  if (call.receiver != nullptr)
    if (const auto* found = lookup(receiver_type(call)->getAsCXXRecordDecl())) return found;
  return lookup(method->getParent());
}

void FunctionExtractor::operands(Event& event, const FunctionDecl* callee,
                                 const std::vector<const Expr*>& arguments) {
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    Value argument = value(arguments[i]);
    if (const auto made = materialised_.find(arguments[i]); made != materialised_.end())
      argument = {made->second};
    bool by_reference = argument.address;
    if (callee != nullptr && i < callee->getNumParams() &&
        callee->getParamDecl(static_cast<unsigned>(i))->getType()->isReferenceType())
      by_reference = true;
    if (argument.function != nullptr && !argument.path) { // a function's address, by its name
      unit_.enqueue(argument.function);
      argument.path.root = {RootKind::global, 0, unit_.usr(argument.function)};
      by_reference = true;
    }
    event.operands.push_back(argument.path);
    if (by_reference && argument.path && i < 64) event.by_reference |= std::uint64_t{1} << i;
  }
}

/// A new smart pointer bound to a reference parameter is an object of its own: the parameter is not the
/// pointee.
void FunctionExtractor::materialise(const FunctionDecl* callee, const std::vector<const Expr*>& arguments) {
  for (std::size_t i = 0; callee != nullptr && i < arguments.size() && i < callee->getNumParams(); ++i) {
    const QualType type = callee->getParamDecl(static_cast<unsigned>(i))->getType();
    if (!type->isReferenceType() || !type->getPointeeType()->isRecordType()) continue;
    const std::uint32_t flags = unit_.types.flags(type);
    const bool smart = (flags & type_pointer) != 0 && (flags & (type_shares_storage | type_owns_buffer)) != 0;
    const Value argument = value(arguments[i]);
    if (!smart || !argument.address) continue;
    const AccessPath made = temporary(type.getNonReferenceType(), arguments[i]->getExprLoc());
    Event& event = add(EventKind::assign, arguments[i]->getExprLoc());
    event.dst = made;
    event.path = argument.path;
    event.by_reference = 1;
    materialised_[arguments[i]] = made;
  }
}

void FunctionExtractor::visit_call(const CallExpr* call) {
  if (isa<CXXPseudoDestructorExpr>(call->getCallee()->IgnoreParens())) return;
  CallView what = view(call);
  if (const auto* launch = dyn_cast<CUDAKernelCallExpr>(call)) {
    Event& event = add(EventKind::launch, call->getBeginLoc());
    if (what.callee != nullptr) event.callee = unit_.usr(what.callee);
    operands(event, what.callee, what.arguments);
    const CallExpr* configuration = launch->getConfig();
    std::string stream = "0";
    if (configuration != nullptr && configuration->getNumArgs() > 3) {
      event.path = value(configuration->getArg(3)).path;
      stream = constant_text(configuration->getArg(3), context_).value_or("");
    }
    if (!stream.empty()) event.names.push_back(unit_.symbol(stream));
    unit_.enqueue(what.callee);
    return;
  }
  if (const auto* method = dyn_cast_or_null<CXXMethodDecl>(what.callee);
      method != nullptr && method->getOverloadedOperator() == OO_Equal && assignment_call(what))
    return;
  if (const auto* found = model_of(what)) return apply(*found, what);
  if (special_call(what) || lockable_call(what)) return;
  const bool hidden = what.callee != nullptr && unit_.in_system_header(what.callee);
  if (hidden || (what.callee != nullptr && what.callee->getBuiltinID() != 0)) return system_call(what);
  user_call(what);
}

void FunctionExtractor::user_call(const CallView& call) {
  const Value self = receiver(call);
  const auto* method = dyn_cast_or_null<CXXMethodDecl>(call.callee);
  Value target;
  if (call.callee == nullptr) {
    const auto* expression = cast<CallExpr>(call.expression);
    target = value(expression->getCallee());
    if (const auto* pointer = dyn_cast<BinaryOperator>(strip(expression->getCallee()));
        pointer != nullptr && pointer->isPtrMemOp()) {
      const Value member = value(pointer->getRHS());
      target = member;
    }
  }
  const FunctionDecl* callee = call.callee != nullptr ? call.callee : target.function;
  if (callee != nullptr) unit_.enqueue(callee);
  materialise(callee, call.arguments);
  Event& event = add(EventKind::call, call.expression->getExprLoc());
  const std::uint32_t number = last_number();
  if (callee != nullptr)
    event.callee = unit_.usr(callee);
  else
    event.path = target.path;
  if (method != nullptr && call.receiver != nullptr) {
    event.has_self = true;
    event.self = self.path;
    const auto* expression = dyn_cast<CallExpr>(call.expression);
    const auto* named =
        expression != nullptr ? dyn_cast<MemberExpr>(expression->getCallee()->IgnoreParens()) : nullptr;
    if (method->isVirtual() && (named == nullptr || !named->hasQualifier())) event.flags |= flag_virtual;
  }
  operands(event, callee, call.arguments);
  constant_operands(event, callee, call.arguments);
  if (callee != nullptr && tries_to_acquire(callee))
    tested_[call.expression] = static_cast<std::int32_t>(number);
  if (const Symbol object = call.callee != nullptr ? unit_.returned_object(callee) : Symbol{})
    event.path.root = {RootKind::global, 0, object};
  results_[call.expression] = {{{RootKind::call_result, number, {}}, {}}};
}

/// Code of system headers that no model describes: it may read and write what its signature allows and runs
/// callables given to it before it returns.
void FunctionExtractor::system_call(const CallView& call) {
  const auto* method = dyn_cast_or_null<CXXMethodDecl>(call.callee);
  if (method != nullptr && call.receiver != nullptr) {
    Value self = receiver(call);
    const QualType type = receiver_type(call);
    const std::uint32_t flags = unit_.types.flags(type);
    const bool container = (flags & type_container) != 0;
    const bool silent = (flags & (type_lock | type_guard | type_condition | type_thread | type_sync |
                                  type_concurrent | type_atomic)) != 0;
    if ((flags & type_callable) != 0 && method->getOverloadedOperator() == OO_Call) {
      const Callable target = callable(call.receiver, {});
      run_event(EventKind::call, target, call.arguments, 0, call.expression->getExprLoc());
      const std::uint32_t number = last_number();
      results_[call.expression] = {{{RootKind::call_result, number, {}}, {}}};
      return;
    }
    if (container) self = step(self, StepKind::storage, "", type);
    // A user class that inherits from a library class: what the method touches is not the user's state.
    const auto* record = type->getAsCXXRecordDecl();
    const bool inherited = record != nullptr && !unit_.in_system_header(record);
    if (!silent && !inherited && (container || unit_.types.type_model(type) == nullptr || !method->isConst()))
      access(method->isConst() ? EventKind::read : EventKind::write, self, type,
             call.expression->getExprLoc());
    owner_lets_go(call);
    emplace_threads(call);
    return argument_accesses(call, false);
  }
  // Algorithms run what they are given; other libraries may keep it for later.
  argument_accesses(call, call.callee != nullptr && call.callee->isInStdNamespace());
}

/// One of the variable arguments of a function with a format: scanf's write what they are given, printf's
/// read strings.
void FunctionExtractor::formatted_access(const FunctionDecl& callee, const Expr* argument) {
  const QualType given = argument->getType();
  const auto* format = callee.getAttr<FormatAttr>();
  if (format == nullptr || !given->isPointerType() || !format->getType()) return;
  const bool scans = format->getType()->getName() == "scanf";
  const QualType object = given->getPointeeType();
  if (object->isFunctionType() || object->isRecordType() || (!scans && !object->isAnyCharacterType())) return;
  const Expr* plain = argument->IgnoreParenImpCasts();
  if (isa<StringLiteral>(plain)) return;
  access(scans ? EventKind::write : EventKind::read, deref(value(argument)), object, argument->getExprLoc());
}

void FunctionExtractor::argument_accesses(const CallView& call, bool runs_callables) {
  const SourceLocation where = call.expression->getExprLoc();
  for (std::size_t i = 0; i < call.arguments.size(); ++i) {
    const Expr* argument = call.arguments[i];
    const QualType given = argument->getType();
    if ((unit_.types.flags(given) & type_callable) != 0) {
      if (!runs_callables) continue;
      const Callable target = callable(argument, {});
      if (target.function != nullptr || target.value.path) run_event(EventKind::call, target, {}, 0, where);
      continue;
    }
    if (call.callee == nullptr) continue;
    if (i >= call.callee->getNumParams()) {
      formatted_access(*call.callee, argument);
      continue;
    }
    const QualType parameter = call.callee->getParamDecl(static_cast<unsigned>(i))->getType();
    const bool reference = parameter->isReferenceType();
    if (!reference && !parameter->isPointerType()) continue;
    const QualType object_type = parameter->getPointeeType();
    if (object_type->isFunctionType() || (object_type->isRecordType() && object_type->isIncompleteType()))
      continue;
    Value object = value(argument);
    if (!reference)
      object = deref(object);
    else if (parameter->isRValueReferenceType())
      continue; // moves are told by the construct expression
    if (object_type->isVoidType() && !object.path) continue;
    const bool writes = !object_type.isConstQualified();
    if (object_type->isVoidType()) // memory without a type: one access, nothing to look into
      access(writes ? EventKind::write : EventKind::read, object, QualType(), where);
    else if (writes)
      write_object(object, object_type, where);
    else
      read_object(object, object_type.getUnqualifiedType(), where);
  }
}

/// `a = b` of class objects.
bool FunctionExtractor::assignment_call(const CallView& call) {
  const auto* method = cast<CXXMethodDecl>(call.callee);
  if (call.receiver == nullptr || call.arguments.size() != 1) return false;
  const QualType type = call.receiver->getType().getNonReferenceType();
  const std::uint32_t flags = unit_.types.flags(type);
  const SourceLocation where = call.expression->getExprLoc();
  if ((flags & type_atomic) != 0) return false;
  const Value target = receiver(call);
  results_[call.expression] = target;
  if ((flags & type_guard) != 0) {
    Event& event = add(EventKind::guard_move, where);
    event.dst = target.path;
    event.path = value(call.arguments[0]).path;
    return true;
  }
  const CXXRecordDecl* record = method->getParent();
  const bool user = !unit_.in_system_header(record) && unit_.types.record_model(record) == nullptr;
  if (user && method->isUserProvided()) {
    results_.erase(call.expression);
    return false;
  }
  if (user) {
    const Value from = value(call.arguments[0]);
    if (method->isCopyAssignmentOperator() || method->isMoveAssignmentOperator())
      copy_fields(record, from, &target, where);
  } else if ((flags & (type_lock | type_thread | type_sync | type_concurrent | type_condition)) == 0) {
    write_object(target, type, where);
    if (method->isCopyAssignmentOperator())
      read_object(value(call.arguments[0]), type, where);
    else if (method->isMoveAssignmentOperator())
      write_object(value(call.arguments[0]), type, where);
  }
  const bool move = method->isMoveAssignmentOperator();
  assign(target, call.arguments[0], type, where,
         move                                 ? AssignKind::move
         : (flags & type_pointer) != 0        ? AssignKind::pointer
         : (flags & type_shares_storage) != 0 ? AssignKind::share_storage
                                              : AssignKind::copy);
  return true;
}

/// Functions with a shape that no table entry describes.
bool FunctionExtractor::special_call(const CallView& call) {
  if (call.callee == nullptr) return false;
  const std::string& name = unit_.types.name(call.callee);
  if (name == "std::bind" || name == "std::bind_front") {
    results_[call.expression].bound = call.expression;
    return true;
  }
  if (name == "std::get") return get_call(call);
  if (name == "std::make_unique" || name == "std::make_shared" || name == "std::allocate_shared")
    return make_call(call);
  const auto* method = dyn_cast<CXXMethodDecl>(call.callee);
  if (method == nullptr || call.receiver == nullptr || method->getIdentifier() == nullptr) return false;
  return name == "std::unique_lock::swap" || name == "std::shared_lock::swap";
}

/// std::get<N> of pairs and tuples is a field access; structured bindings call it.
bool FunctionExtractor::get_call(const CallView& call) {
  const auto* arguments = call.callee->getTemplateSpecializationArgs();
  if (arguments == nullptr || arguments->size() == 0 || call.arguments.size() != 1) return false;
  const TemplateArgument& which = arguments->get(0);
  const Value object = value(call.arguments[0]);
  if (which.getKind() != TemplateArgument::Integral || !object.path) return true;
  const std::int64_t index = which.getAsIntegral().getExtValue();
  const auto* record = call.arguments[0]->getType().getNonReferenceType()->getAsCXXRecordDecl();
  if (record != nullptr && record->hasDefinition() && unit_.types.name(record) == "std::pair") {
    for (const FieldDecl* member : record->getDefinition()->fields())
      if (member->getName() == (index == 0 ? "first" : "second"))
        results_[call.expression] = field(object, member);
    return true;
  }
  const std::string name = index < 0 ? std::string() : "get<" + std::to_string(index) + ">";
  results_[call.expression] = step(object, StepKind::field, name, {});
  return true;
}

bool FunctionExtractor::make_call(const CallView& call) {
  const SourceLocation where = call.expression->getBeginLoc();
  const AccessPath path{{RootKind::allocation, allocation(call.expression), {}}, {}};
  Event& event = add(EventKind::alloc, where);
  event.path = path;
  const QualType element = unit_.types.element(call.expression->getType());
  if (!element.isNull()) event.type = unit_.type(element).spelling;
  results_[call.expression] = {path, true};
  const CXXRecordDecl* record = element.isNull() ? nullptr : element->getAsCXXRecordDecl();
  if (record == nullptr || !record->hasDefinition()) return true;
  if (const auto* known = unit_.types.record_model(record)) {
    const auto found = known->methods.find("(constructor)");
    if (found != known->methods.end() && !call.arguments.empty())
      for (const model::Effect& effect : found->second.effects)
        if (effect.kind == EventKind::fork) fork(path, effect, call);
    if ((known->flags & type_callable) != 0 && call.arguments.size() == 1)
      assign({path}, call.arguments[0], element, where, AssignKind::move);
    return true;
  }
  for (const CXXConstructorDecl* candidate : record->ctors()) {
    // Which overload std::forward picks is the library's secret; the number of arguments nearly always tells.
    if (candidate->isCopyOrMoveConstructor() || !candidate->isUserProvided()) continue;
    if (call.arguments.size() > candidate->getNumParams()) continue;
    if (call.arguments.size() < candidate->getMinRequiredArguments()) continue;
    unit_.enqueue(candidate);
    materialise(candidate, call.arguments);
    Event& made = add(EventKind::construct, where);
    made.dst = path;
    made.callee = unit_.usr(candidate);
    operands(made, candidate, call.arguments);
    break;
  }
  return true;
}

bool FunctionExtractor::lockable_call(const CallView& call) {
  const auto* method = dyn_cast_or_null<CXXMethodDecl>(call.callee);
  if (method == nullptr || call.receiver == nullptr || !method->getIdentifier() ||
      !unit_.types.is_basic_lockable(method->getParent()))
    return false;
  if (!call.arguments.empty()) return false;
  const llvm::StringRef name = method->getName();
  const bool shared = name.ends_with("_shared");
  const bool attempt = name.starts_with("try_lock");
  const bool acquire = attempt || name == "lock" || name == "lock_shared";
  if (!acquire && name != "unlock" && name != "unlock_shared") return false;
  const Value self = receiver(call);
  if (self.path.root.kind == RootKind::self && self.path.steps.empty())
    return false; // inside the lock's own methods
  unit_.enqueue(method);
  Event& event = add(acquire ? EventKind::acquire : EventKind::release, call.expression->getExprLoc());
  event.path = self.path;
  event.mode = shared ? LockMode::shared : LockMode::exclusive;
  if (attempt) {
    event.flags |= flag_try;
    tested_[call.expression] = static_cast<std::int32_t>(last_number());
  }
  return true;
}

} // namespace burler::extract

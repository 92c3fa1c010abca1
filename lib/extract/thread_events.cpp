// Threads started and callables run: function pointers, closures, members with their object, std::bind.
#include "extract/function_extractor.h"

namespace burler::extract {

using namespace clang;
using namespace summary;

const FunctionDecl* FunctionExtractor::call_operator(const CXXRecordDecl* record) {
  if (record == nullptr || !record->hasDefinition()) return nullptr;
  if (record->isLambda()) {
    const CXXMethodDecl* method = record->getLambdaCallOperator();
    if (method == nullptr) return nullptr;
    const auto* generic = method->getDescribedFunctionTemplate();
    if (generic == nullptr) return method;
    for (const FunctionDecl* instance : generic->specializations())
      return instance;
    return method;
  }
  if (unit_.in_system_header(record)) return nullptr;
  const FunctionDecl* found = nullptr;
  for (const CXXMethodDecl* method : record->getDefinition()->methods()) {
    if (method->getOverloadedOperator() != OO_Call) continue;
    if (found != nullptr) return nullptr; // overloaded: which one is not known
    found = method;
  }
  return found;
}

Callable FunctionExtractor::callable(const Expr* expression, const std::vector<const Expr*>& arguments) {
  Callable result;
  const Expr* plain = strip(expression);
  // A copied or converted closure or std::function: look at what it was made from.
  while (const auto* construct = dyn_cast<CXXConstructExpr>(plain)) {
    const auto* record = construct->getType()->getAsCXXRecordDecl();
    const bool wrapper = record != nullptr && unit_.types.name(record) == "std::function";
    if ((!construct->getConstructor()->isCopyOrMoveConstructor() && !wrapper) || construct->getNumArgs() == 0)
      break;
    plain = strip(construct->getArg(0));
  }
  if (const auto* name = dyn_cast<DeclRefExpr>(plain)) {
    const auto* variable = dyn_cast<VarDecl>(name->getDecl());
    if (const auto known = callables_.find(variable); variable != nullptr && known != callables_.end())
      return known->second;
  }
  result.value = value(plain);
  if (const auto* name = dyn_cast<DeclRefExpr>(plain)) // a function pointer that is never changed
    if (const auto alias = aliases_.find(name->getDecl());
        alias != aliases_.end() && alias->second.function != nullptr)
      result.value = alias->second;
  if (result.value.bound != nullptr) {
    const auto* bind = cast<CallExpr>(result.value.bound);
    std::vector<const Expr*> rest(bind->arg_begin() + 1, bind->arg_end());
    Callable inner = callable(bind->getArg(0), rest);
    inner.bound_arguments.assign(rest.begin() + inner.consumed, rest.end());
    inner.consumed = 0;
    return inner;
  }
  if (const FunctionDecl* function = result.value.function) {
    result.function = function;
    const auto* method = dyn_cast<CXXMethodDecl>(function);
    if (method == nullptr || method->isStatic() || arguments.empty()) return result;
    result.self = value(arguments[0]);
    if (arguments[0]->getType()->isPointerType() ||
        (unit_.types.flags(arguments[0]->getType()) & type_pointer) != 0)
      result.self = deref(result.self);
    result.has_self = true;
    result.is_virtual = method->isVirtual();
    result.consumed = 1;
    return result;
  }
  QualType type = plain->getType().getNonReferenceType();
  if ((unit_.types.flags(type) & type_pointer) != 0 && !unit_.types.element(type).isNull() &&
      !type->isPointerType()) {
    type = unit_.types.element(type); // std::ref(closure)
    result.value = deref(result.value);
  }
  result.function = call_operator(type->getAsCXXRecordDecl());
  if (result.function != nullptr) {
    result.self = result.value;
    result.has_self = true;
  }
  return result;
}

/// `std::function<void()> f = [&] {...};` that is never changed is the closure.
void FunctionExtractor::remember_callable(const VarDecl* variable) {
  const auto* record = variable->getType()->getAsCXXRecordDecl();
  if (record == nullptr || record->isLambda()) return;
  const Callable found = callable(variable->getInit(), {});
  if (found.function != nullptr) callables_.emplace(variable, found);
}

Event& FunctionExtractor::run_event(EventKind kind, const Callable& target,
                                    const std::vector<const Expr*>& arguments, unsigned first,
                                    SourceLocation location) {
  std::vector<const Expr*> given = target.bound_arguments;
  for (std::size_t i = first; i < arguments.size(); ++i)
    given.push_back(arguments[i]);
  if (target.function != nullptr) unit_.enqueue(target.function);
  Event& event = add(kind, location);
  if (target.function != nullptr)
    event.callee = unit_.usr(target.function);
  else
    event.path = target.value.path;
  if (target.has_self) {
    event.has_self = true;
    event.self = target.self.path;
    if (target.is_virtual) event.flags |= flag_virtual;
  }
  // std::thread and std::bind copy their arguments: only std::ref and pointers pass the object itself.
  operands(event, kind == EventKind::call && target.bound_arguments.empty() ? target.function : nullptr,
           given);
  return event;
}

void FunctionExtractor::fork(const AccessPath& handle, const model::Effect& effect, const CallView& call) {
  auto index = static_cast<std::size_t>(effect.callable);
  std::vector<const Expr*> all = call.arguments;
  bool deferred = false;
  if (!all.empty() && index == 0) {
    // std::async's launch policy comes first.
    if (const auto* policy = all[0]->getType()->getAs<EnumType>()) {
      Expr::EvalResult constant;
      if (unit_.types.name(policy->getDecl()) == "std::launch" && !all[0]->isValueDependent() &&
          all[0]->EvaluateAsInt(constant, context_))
        deferred = constant.Val.getInt() == 2; // std::launch::deferred alone: runs in the thread that waits
      all.erase(all.begin());
    }
  }
  if (index >= all.size()) return;
  std::vector<const Expr*> arguments;
  if (effect.first_argument >= 0)
    for (auto i = static_cast<std::size_t>(effect.first_argument); i < all.size(); ++i) {
      arguments.push_back(all[i]);
      if (effect.pointer_argument) break;
    }
  const Callable target = callable(all[index], arguments);
  Event& event = run_event(deferred ? EventKind::call : EventKind::fork, target, arguments, target.consumed,
                           call.expression->getExprLoc());
  if (deferred) return;
  event.dst = handle;
  event.flags |= effect.flags;
}

/// `threads.emplace_back(f, args)` makes a thread, `threads.push_back(std::move(t))` moves one in.
void FunctionExtractor::emplace_threads(const CallView& call) {
  const auto* method = cast<CXXMethodDecl>(call.callee);
  if (method->getIdentifier() == nullptr || call.arguments.empty()) return;
  const QualType container = receiver_type(call);
  const QualType element = unit_.types.element(container);
  if (element.isNull() || (unit_.types.flags(container) & type_container) == 0) return;
  const Value target = step(step(receiver(call), StepKind::storage, "", container), StepKind::index, "", {});
  const std::uint32_t flags = unit_.types.flags(element);
  const Expr* argument = call.arguments.back();
  const QualType given = argument->getType().getNonReferenceType().getUnqualifiedType();
  const bool same = context_.hasSameUnqualifiedType(given.getCanonicalType(), element.getCanonicalType());
  const std::uint32_t followed = type_pointer | type_callable | type_shares_storage | type_thread | type_sync;
  const bool own_class = element->isRecordType() && !unit_.in_system_header(element->getAsRecordDecl());
  const bool converts = given->isPointerType() && (flags & type_pointer) != 0;
  // A closure put into a queue of std::function.
  const bool wrapped = (flags & type_callable) != 0 && given->isRecordType() && call.arguments.size() == 1;
  if (converts || wrapped || (same && ((flags & followed) != 0 || own_class))) {
    const Value from = value(argument);
    if (!from.path || !target.path) return;
    const bool pointer = (flags & type_pointer) != 0;
    const bool shares = (flags & type_shares_storage) != 0;
    return assign(target, argument, element, call.expression->getExprLoc(),
                  pointer  ? AssignKind::pointer
                  : shares ? AssignKind::share_storage
                           : AssignKind::move);
  }
  if ((flags & type_thread) == 0 || !method->getName().starts_with("emplace")) return;
  const auto* known = unit_.types.type_model(element);
  const auto found = known->methods.find("(constructor)");
  if (found == known->methods.end()) return;
  for (const model::Effect& effect : found->second.effects)
    if (effect.kind == EventKind::fork) fork(target.path, effect, call);
}

} // namespace burler::extract

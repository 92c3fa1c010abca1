// What the models say about a call, as events.
#include "extract/function_extractor.h"

namespace burler::extract {

using namespace clang;
using namespace summary;

Value FunctionExtractor::resolve(const model::PathSpec& spec, const CallView& call) {
  Value result;
  QualType type;
  if (spec.base == model::PathSpec::Base::self) {
    result = receiver(call);
    type = receiver_type(call);
    if (call.receiver == nullptr) {
      if (const auto made = results_.find(call.expression); made != results_.end()) result = made->second;
    }
  } else if (spec.base == model::PathSpec::Base::argument) {
    if (spec.index >= call.arguments.size()) return {};
    result = value(call.arguments[spec.index]);
    type = call.arguments[spec.index]->getType();
  } else if (spec.base == model::PathSpec::Base::global) {
    return {{{RootKind::global, 0, unit_.library_object(spec.global)}, {}}};
  } else if (spec.base == model::PathSpec::Base::result) {
    if (const auto known = results_.find(call.expression); known != results_.end()) return known->second;
    const std::optional<AccessPath> target = target_of(call.expression);
    result.path = target ? *target : temporary(call.expression->getType(), call.expression->getExprLoc());
  } else {
    return {};
  }
  if (spec.pointee) {
    result = deref(result);
    type = type.isNull() ? type : unit_.types.element(type);
  }
  for (const auto& each : spec.steps) {
    if (each.kind == StepKind::deref) {
      result = deref(result);
    } else if (each.kind == StepKind::index) {
      const bool known =
          each.argument >= 0 && static_cast<std::size_t>(each.argument) < call.arguments.size();
      result = step(result, StepKind::index,
                    known ? index_text(call.arguments[static_cast<std::size_t>(each.argument)]) : "", {});
    } else if (each.kind == StepKind::storage && !type.isNull() && type->isArrayType()) {
      result.address = false; // std::begin of an array
    } else {
      result = step(result, each.kind, each.field, type);
    }
  }
  if (spec.address) result.address = static_cast<bool>(result.path);
  return result;
}

void FunctionExtractor::apply(const model::FunctionModel& function, const CallView& call) {
  if (const auto* method = dyn_cast_or_null<CXXMethodDecl>(call.callee);
      method != nullptr && call.receiver != nullptr &&
      (method->getIdentifier() != nullptr || isa<CXXConversionDecl>(method))) {
    // Asking a guard whether it owns its lock tests the operation that may have taken it.
    const std::string name = method->getNameAsString();
    if (name == "mutex" || name == "release") {
      if (const auto lock = guard_locks_.find(receiver(call).path); lock != guard_locks_.end())
        results_[call.expression] = {lock->second, true};
    }
    if (name == "owns_lock" || name == "operator bool") {
      const AccessPath guard = receiver(call).path;
      std::int32_t number = static_cast<std::int32_t>(event_count_);
      for (auto block = out_.blocks.data() + out_.blocks.size(); guard && block != out_.blocks.data();) {
        --block;
        if (block > block_) continue;
        for (auto event = block->events.rbegin(); event != block->events.rend(); ++event) {
          --number;
          const bool takes = event->kind == EventKind::guard_init || event->kind == EventKind::guard_lock;
          if (takes && event->dst == guard && !tested_.contains(call.expression))
            tested_[call.expression] = number;
        }
      }
    }
  }
  owner_lets_go(call);
  for (const model::Effect& effect : function.effects)
    apply(effect, call);
  if (call.receiver != nullptr) emplace_threads(call);
  if (!function.result) return;
  const Value result = resolve(*function.result, call);
  if (result.path || result.function != nullptr) results_[call.expression] = result;
}

/// `threads.clear()` ends its elements; `owner.reset()` ends the object. What `reset` and `=` with another
/// object end is left out: most often nothing.
void FunctionExtractor::owner_lets_go(const CallView& call) {
  const auto* method = dyn_cast_or_null<CXXMethodDecl>(call.callee);
  if (method == nullptr || call.receiver == nullptr || method->getIdentifier() == nullptr) return;
  if (method->getName() == "clear" && (unit_.types.flags(receiver_type(call)) & type_container) != 0)
    return object_ends(receiver(call).path, receiver_type(call), call.expression->getExprLoc());
  if (method->getName() != "reset" || unit_.types.name(method->getParent()) != "std::unique_ptr") return;
  const bool another =
      !call.arguments.empty() && !isa<CXXDefaultArgExpr>(call.arguments.front()) &&
      call.arguments.front()->isNullPointerConstant(const_cast<ASTContext&>(context_),
                                                    Expr::NPC_ValueDependentIsNotNull) == Expr::NPCK_NotNull;
  if (another) return;
  object_ends(receiver(call).path, receiver_type(call), call.expression->getExprLoc());
  if (const AccessPath owner = receiver(call).path)
    add(EventKind::free, call.expression->getExprLoc()).path = owner;
}

MemoryOrder FunctionExtractor::order_argument(int index, const CallView& call, MemoryOrder otherwise) {
  if (index < 0 || static_cast<std::size_t>(index) >= call.arguments.size()) return otherwise;
  const Expr* argument = call.arguments[static_cast<std::size_t>(index)];
  Expr::EvalResult constant;
  if (argument->isValueDependent() || !argument->EvaluateAsInt(constant, context_)) return otherwise;
  switch (constant.Val.getInt().getExtValue() & 0xffff) { // the values of __ATOMIC_* and std::memory_order
  case 0:
    return MemoryOrder::relaxed;
  case 1:
  case 2:
    return MemoryOrder::acquire;
  case 3:
    return MemoryOrder::release;
  case 4:
    return MemoryOrder::acq_rel;
  default:
    return MemoryOrder::seq_cst;
  }
}

/// What the operation concerns, and which of it is constant: 0 is a stream, a flag and an omitted argument.
void FunctionExtractor::apply_library(const model::Effect& effect, const CallView& call) {
  std::vector<AccessPath> paths;
  std::vector<Symbol> names{call.callee != nullptr ? unit_.user_name(call.callee) : Symbol{}};
  for (const model::PathSpec& operand : effect.operands) {
    paths.push_back(resolve(operand, call).path);
    const bool plain = operand.base == model::PathSpec::Base::argument && !operand.pointee;
    const Expr* given =
        plain && operand.index < call.arguments.size() ? call.arguments[operand.index] : nullptr;
    std::string value;
    if (plain) value = given == nullptr ? "0" : constant_text(given, context_).value_or("");
    names.push_back(value.empty() ? Symbol{} : unit_.symbol(value));
  }
  Event& event = add(EventKind::library, call.expression->getExprLoc());
  event.type = unit_.symbol(effect.text);
  event.operands = std::move(paths);
  event.names = std::move(names);
  event.flags |= effect.flags;
}

/// A callable given to the call is run: now, or exactly once.
void FunctionExtractor::apply_run(const model::Effect& effect, const CallView& call) {
  const SourceLocation where = call.expression->getExprLoc();
  const auto index = static_cast<std::size_t>(effect.callable);
  if (effect.callable < 0 || index >= call.arguments.size()) return;
  std::vector<const Expr*> arguments;
  if (effect.first_argument >= 0)
    for (auto i = static_cast<std::size_t>(effect.first_argument); i < call.arguments.size(); ++i)
      arguments.push_back(call.arguments[i]);
  const Callable target = callable(call.arguments[index], arguments);
  const AccessPath object = resolve(effect.object, call).path;
  Event& event = run_event(effect.kind, target, arguments, target.consumed, where);
  if (effect.kind == EventKind::once) {
    event.path = object;
  } else {
    results_[call.expression] = {{{RootKind::call_result, last_number(), {}}, {}}};
  }
}

void FunctionExtractor::apply_allocation(const model::Effect& effect, const Value& object,
                                         const CallView& call) {
  const SourceLocation where = call.expression->getExprLoc();
  const AccessPath path{{RootKind::allocation, allocation(call.expression), {}}, {}};
  Event& event = add(EventKind::alloc, where);
  event.path = path;
  if (effect.object.base == model::PathSpec::Base::result) {
    results_[call.expression] = {path, true};
    return;
  }
  event.dst = object.path;
  Event& copied = add(EventKind::assign, where);
  copied.dst = object.path;
  copied.path = path;
  copied.by_reference = 1;
}

void FunctionExtractor::apply_access(const model::Effect& effect, const Value& object, const CallView& call) {
  const SourceLocation where = call.expression->getExprLoc();
  if (!worth_reporting(object)) return;
  if (effect.object.base == model::PathSpec::Base::global) {
    Event& event = add(effect.kind, where);
    event.path.root = {RootKind::global, 0, unit_.library_object(effect.object.global, false)};
    event.flags |= flag_hidden | effect.flags;
    return;
  }
  QualType type;
  if (effect.object.base == model::PathSpec::Base::self && call.receiver != nullptr) {
    type = receiver_type(call);
  } else if (effect.object.base == model::PathSpec::Base::argument &&
             effect.object.index < call.arguments.size()) {
    type = call.arguments[effect.object.index]->IgnoreParenImpCasts()->getType();
    if (effect.object.pointee && !unit_.types.element(type).isNull()) type = unit_.types.element(type);
  }
  if (!type.isNull() && type->isVoidType()) type = {};
  return access(effect.kind, object, type, where, effect.flags);
}

/// `pointer.reset(new T)`: the object that the method is called on receives what the argument points to.
void FunctionExtractor::apply_assignment(const model::Effect& effect, const Value& object,
                                         const CallView& call) {
  if (effect.operands.size() != 1 || effect.operands.front().base != model::PathSpec::Base::argument) return;
  const std::size_t index = effect.operands.front().index;
  if (index >= call.arguments.size() || isa<CXXDefaultArgExpr>(call.arguments[index])) return;
  const Expr* given = call.arguments[index];
  assign(object, given, given->getType(), call.expression->getExprLoc(), AssignKind::pointer);
}

void FunctionExtractor::apply(const model::Effect& effect, const CallView& call) {
  const SourceLocation where = call.expression->getExprLoc();
  if (effect.kind == EventKind::fork) {
    const Value handle = resolve(effect.object, call);
    fork(handle.path, effect, call);
    if (effect.object.base == model::PathSpec::Base::result) results_[call.expression] = {handle.path};
    return;
  }
  if (effect.kind == EventKind::call || effect.kind == EventKind::once) return apply_run(effect, call);
  if (effect.kind == EventKind::require) {
    if (effect.object.index < call.arguments.size()) demand(call.arguments[effect.object.index], true);
    return;
  }
  if (effect.entry >= 0) return bind_entry(effect, call);
  if (effect.kind == EventKind::library) return apply_library(effect, call);
  const Value object = resolve(effect.object, call);
  if (effect.kind == EventKind::alloc) return apply_allocation(effect, object, call);
  if (effect.kind == EventKind::read || effect.kind == EventKind::write)
    return apply_access(effect, object, call);
  if (effect.kind == EventKind::assign) return apply_assignment(effect, object, call);
  if (effect.kind == EventKind::free && !context_.getLangOpts().CPlusPlus)
    access(EventKind::write, deref(object), {}, where, flag_whole);
  const bool predicate = effect.kind == EventKind::cond_wait && call.arguments.size() >= 2 &&
                         (unit_.types.flags(call.arguments.back()->getType()) & type_callable) != 0;
  waits_ = waits_ || effect.kind == EventKind::cond_wait;
  if (predicate) run_event(EventKind::call, callable(call.arguments.back(), {}), {}, 0, where);
  std::vector<AccessPath> paths;
  if (effect.kind == EventKind::acquire && (effect.flags & flag_all) != 0)
    for (const Expr* argument : call.arguments)
      paths.push_back(value(argument).path);
  else
    for (const model::PathSpec& operand : effect.operands)
      paths.push_back(resolve(operand, call).path);
  Event& event = add(effect.kind, where);
  const bool guard = effect.kind >= EventKind::guard_init && effect.kind <= EventKind::guard_end;
  (guard ? event.dst : event.path) = object.path;
  event.operands = std::move(paths);
  event.mode = effect.mode;
  event.flags |= effect.flags;
  event.op = effect.op;
  event.order = order_argument(effect.order_argument, call, effect.order);
  event.order2 = order_argument(effect.order2_argument, call, event.order);
  if (effect.kind == EventKind::configure) lock_kind(event, effect, call);
  if (effect.timeout_argument >= 0) bound_wait(event, effect, call);
  if (!effect.text.empty()) event.type = unit_.symbol(effect.text);
  if ((effect.kind == EventKind::acquire || effect.kind == EventKind::release) && never_given(event.path))
    event.flags |= flag_any;
  const bool may_fail = effect.kind == EventKind::acquire && call.expression->getType()->isIntegerType();
  if ((effect.flags & flag_try) != 0 || may_fail)
    tested_[call.expression] = static_cast<std::int32_t>(last_number());
  if (effect.kind == EventKind::acquire && (effect.flags & flag_try) != 0 &&
      usage_.is_discarded(call.expression))
    event.flags |= flag_ignored;
  if (predicate) event.flags |= flag_predicate;
  const bool all = effect.kind == EventKind::join || effect.kind == EventKind::await;
  if (all && !event.path.steps.empty()) {
    // Joining `threads[i]` or a range-for's element joins the container, one element per round.
    const PathStep& last = event.path.steps.back();
    const std::string& text = unit_.unit.symbols.text(last.name);
    if (last.kind == StepKind::index &&
        (text.empty() || text.find_first_not_of("0123456789") != std::string::npos))
      event.flags |= flag_all;
  }
}

void FunctionExtractor::visit_atomic(const AtomicExpr* expression) {
  const llvm::StringRef name = expression->getOpAsString();
  Event& event = add(EventKind::atomic, expression->getBeginLoc());
  event.path = deref(value(expression->getPtr())).path;
  if (name.contains("load"))
    event.op = AtomicOp::load;
  else if (name.contains("store") || name.contains("init"))
    event.op = AtomicOp::store;
  else if (name.contains("compare_exchange"))
    event.op = AtomicOp::compare_exchange_strong;
  else if (name.contains("exchange"))
    event.op = AtomicOp::exchange;
  else
    event.op = AtomicOp::fetch;
  if (event.op == AtomicOp::compare_exchange_strong && name.starts_with("__atomic")) {
    bool weak = false;
    if (const Expr* flag = expression->getWeak();
        !flag->isValueDependent() && flag->EvaluateAsBooleanCondition(weak, context_) && weak)
      event.op = AtomicOp::compare_exchange_weak;
  } else if (name.contains("_weak")) {
    event.op = AtomicOp::compare_exchange_weak;
  }
  const bool initial = name.contains("init");
  if (initial) {
    event.order = MemoryOrder::relaxed;
    event.flags |= flag_init;
    return;
  }
  const CallView orders{expression, nullptr, nullptr, false, {expression->getOrder()}};
  event.order = order_argument(0, orders, MemoryOrder::seq_cst);
  if (event.op >= AtomicOp::compare_exchange_strong) {
    const CallView failure{expression, nullptr, nullptr, false, {expression->getOrderFail()}};
    event.order2 = order_argument(0, failure, MemoryOrder::seq_cst);
  }
}

} // namespace burler::extract

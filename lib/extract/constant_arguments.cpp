// How long calls may wait, and what constant arguments tell of it and of the kind of a lock.
#include "extract/function_extractor.h"

#include <algorithm>

namespace burler::extract {

using namespace clang;
using summary::Event;
using summary::EventKind;

namespace {

constexpr std::int64_t longest_ms = 1 << 30;

/// Microseconds in one tick of a std::chrono::duration; 0: not one.
double tick(QualType type) {
  const auto* duration =
      dyn_cast_or_null<ClassTemplateSpecializationDecl>(type.getNonReferenceType()->getAsCXXRecordDecl());
  if (duration == nullptr || duration->getName() != "duration" || duration->getTemplateArgs().size() != 2 ||
      duration->getTemplateArgs()[1].getKind() != TemplateArgument::Type)
    return 0;
  const auto* ratio = dyn_cast_or_null<ClassTemplateSpecializationDecl>(
      duration->getTemplateArgs()[1].getAsType()->getAsCXXRecordDecl());
  if (ratio == nullptr || ratio->getTemplateArgs().size() != 2) return 0;
  const auto number = [&](unsigned i) {
    const TemplateArgument& a = ratio->getTemplateArgs()[i];
    return a.getKind() == TemplateArgument::Integral ? static_cast<double>(a.getAsIntegral().getExtValue())
                                                     : 0.0;
  };
  return number(1) == 0 ? 0 : 1e6 * number(0) / number(1);
}

} // namespace

/// A kind that is not a constant may be the recursive one.
void FunctionExtractor::lock_kind(summary::Event& event, const model::Effect& effect, const CallView& call) {
  const auto index = static_cast<std::size_t>(effect.kind_argument);
  if (effect.kind_argument < 0 || index >= call.arguments.size()) return;
  const Expr* argument = call.arguments[index];
  Expr::EvalResult constant;
  const bool known = !argument->isValueDependent() && argument->EvaluateAsInt(constant, context_);
  const auto& kinds = effect.recursive_kinds;
  if (!known || std::find(kinds.begin(), kinds.end(), constant.Val.getInt().getExtValue()) != kinds.end())
    event.flags |= summary::flag_recursive;
}

/// `append(tokens, /*wait=*/false)`: which way the callee goes.
void FunctionExtractor::constant_operands(summary::Event& event, const FunctionDecl* callee,
                                          const std::vector<const Expr*>& arguments) {
  const std::size_t count =
      callee == nullptr ? 0 : std::min<std::size_t>(callee->getNumParams(), arguments.size());
  for (std::size_t i = 0; i < count; ++i) {
    const QualType type = callee->getParamDecl(static_cast<unsigned>(i))->getType();
    if (!type->isBooleanType() && !type->isEnumeralType()) continue;
    const auto text = constant_text(arguments[i], context_);
    if (!text) continue;
    event.names.resize(arguments.size());
    event.names[i] = unit_.symbol(*text);
  }
}

/// What a local pointer leads to that has no initialiser and is never assigned.
bool FunctionExtractor::never_given(const AccessPath& path) const {
  if (path.root.kind != RootKind::local || path.steps.size() != 1 ||
      path.steps.front().kind != StepKind::deref || path.root.index >= local_declarations_.size())
    return false;
  const VarDecl* pointer = local_declarations_[path.root.index];
  return pointer != nullptr && pointer->getType()->isPointerType() && pointer->getInit() == nullptr &&
         usage_.is_stable(pointer);
}

/// `co_await` and `co_yield`; awaiting what never suspends does not.
void FunctionExtractor::suspend(const CoroutineSuspendExpr* expression) {
  const Expr* awaited = expression->getCommonExpr();
  const auto* record =
      awaited == nullptr ? nullptr : awaited->getType().getNonReferenceType()->getAsCXXRecordDecl();
  if (record != nullptr && unit_.types.name(record) == "std::suspend_never") return;
  Event& event = add(EventKind::suspend, expression->getBeginLoc());
  event.type = unit_.symbol(isa<CoyieldExpr>(expression) ? "co_yield" : "co_await");
}

void FunctionExtractor::bound_wait(summary::Event& event, const model::Effect& effect, const CallView& call) {
  const auto index = static_cast<std::size_t>(effect.timeout_argument);
  if (index >= call.arguments.size()) return;
  const Expr* argument = call.arguments[index];
  event.flags |= summary::flag_timed;
  if (argument->isValueDependent()) return;
  double count = 0, unit = effect.timeout_unit;
  Expr::EvalResult constant;
  if (argument->isNullPointerConstant(const_cast<ASTContext&>(context_), Expr::NPC_ValueDependentIsNotNull) &&
      argument->getType()->isPointerType()) {
    count = -1;
  } else if (argument->EvaluateAsInt(constant, context_)) {
    count = static_cast<double>(constant.Val.getInt().getExtValue());
  } else if (const double ticks = tick(argument->getType()); ticks > 0) {
    if (!argument->EvaluateAsRValue(constant, context_) || !constant.Val.isStruct() ||
        constant.Val.getStructNumFields() == 0 || !constant.Val.getStructField(0).isInt())
      return;
    count = static_cast<double>(constant.Val.getStructField(0).getInt().getExtValue());
    unit = ticks;
  } else {
    return;
  }
  if (count < 0) {
    event.flags &= ~static_cast<std::uint32_t>(summary::flag_timed);
    return;
  }
  const auto ms = static_cast<std::int64_t>(std::min(count * unit / 1000, static_cast<double>(longest_ms)));
  event.size = static_cast<std::uint32_t>(std::max<std::int64_t>(ms, 1));
}

} // namespace burler::extract

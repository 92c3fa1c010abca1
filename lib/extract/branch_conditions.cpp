// Branch conditions and the constants that decide them, so that "lock if needed, unlock if needed" and "flag
// set where the lock was taken" can be told from a lock that some paths leave held.
#include "extract/function_extractor.h"

#include <functional>

namespace burler::extract {

using namespace clang;
using namespace summary;

namespace {

constexpr unsigned most_nodes = 16; ///< larger conditions are not compared

const VarDecl* named_variable(const Expr* expression) {
  const auto* name = dyn_cast<DeclRefExpr>(expression->IgnoreParenImpCasts());
  return name == nullptr ? nullptr : dyn_cast<VarDecl>(name->getDecl());
}

} // namespace

std::optional<std::string> constant_text(const Expr* expression, const ASTContext& context) {
  if (const auto* standard = dyn_cast_or_null<CXXDefaultArgExpr>(expression))
    expression = standard->getExpr();
  if (expression == nullptr || expression->isValueDependent()) return std::nullopt;
  Expr::EvalResult constant;
  if (expression->getType()->isIntegralOrEnumerationType() && expression->EvaluateAsInt(constant, context))
    return std::to_string(constant.Val.getInt().getExtValue());
  auto& mutable_context = const_cast<ASTContext&>(context);
  const Expr* bare = expression->IgnoreParenImpCasts();
  if (const auto* cast = dyn_cast<ExplicitCastExpr>(bare);
      cast != nullptr && cast->getType()->isPointerType())
    bare = cast->getSubExpr(); // (MPI_Comm)0x44000000, (cudaStream_t)2
  if (bare != expression && bare->getType()->isIntegralOrEnumerationType() &&
      bare->EvaluateAsInt(constant, context))
    return std::to_string(constant.Val.getInt().getExtValue());
  if (expression->isNullPointerConstant(mutable_context, Expr::NPC_ValueDependentIsNotNull) !=
      Expr::NPCK_NotNull)
    return "0";
  return std::nullopt;
}

std::string FunctionExtractor::subject_text(const VarDecl* variable) const {
  const auto place = context_.getSourceManager().getExpansionLoc(variable->getLocation());
  return variable->getNameAsString() + "#" + std::to_string(place.getRawEncoding());
}

/// A scalar that only this function can change: every change of it is an event.
bool FunctionExtractor::is_followed(const VarDecl* variable) const {
  return variable->hasLocalStorage() && variable->getType()->isScalarType() && usage_.is_private(variable) &&
         !is_captured(variable);
}

void FunctionExtractor::find_tested(const CFG& cfg) {
  for (const CFGBlock* block : cfg) {
    const auto* condition =
        block == nullptr ? nullptr : dyn_cast_or_null<Expr>(block->getTerminatorCondition());
    if (condition == nullptr || block->succ_size() != 2) continue;
    summary::Block ignored;
    branch_condition(condition, ignored);
  }
}

/// What the condition compares, as text. Empty when it changes something or names what may change unseen.
std::string FunctionExtractor::condition_text(const Expr* expression) {
  unsigned nodes = 0;
  const std::function<bool(const Stmt*)> plain = [&](const Stmt* s) {
    if (s == nullptr || ++nodes > most_nodes || isa<LambdaExpr, AtomicExpr>(s)) return false;
    if (const auto* name = dyn_cast<DeclRefExpr>(s))
      if (const auto* variable = dyn_cast<VarDecl>(name->getDecl());
          variable != nullptr && variable->hasLocalStorage() && !usage_.is_stable(variable))
        return false;
    return std::all_of(s->child_begin(), s->child_end(), plain);
  };
  if (expression->HasSideEffects(context_, false) || !plain(expression)) return {};
  std::string text;
  llvm::raw_string_ostream out(text);
  expression->printPretty(out, nullptr, context_.getPrintingPolicy());
  return text;
}

/// The variables that the condition asks, parameters and fields of `this` included.
void FunctionExtractor::named_things(const Stmt* condition, std::vector<AccessPath>& things, int depth) {
  if (condition == nullptr || depth > 12 || things.size() >= most_nodes || isa<LambdaExpr>(condition)) return;
  const auto add = [&](const AccessPath& path) {
    if (path && std::find(things.begin(), things.end(), path) == things.end()) things.push_back(path);
  };
  if (isa<DeclRefExpr, MemberExpr>(condition)) return add(value(cast<Expr>(condition)).path);
  if (const auto* call = dyn_cast<CallExpr>(condition)) {
    const CallView seen = view(call);
    if (const model::FunctionModel* known = model_of(seen)) {
      // Atomic operations yield what is in the object; other calls tell whether they failed.
      for (const model::Effect& effect : known->effects)
        if (effect.kind == EventKind::atomic) add(resolve(effect.object, seen).path);
      return;
    }
  }
  for (const Stmt* child : condition->children())
    named_things(child, things, depth + 1);
}

/// `a->id < b->id`, `&a < &b`, `std::less<>{}(a, b)`: an order between two objects.
void FunctionExtractor::compared_objects(const Expr* condition, Block& block) {
  const Expr* lesser = nullptr;
  const Expr* greater = nullptr;
  if (const auto* binary = dyn_cast<BinaryOperator>(condition);
      binary != nullptr && binary->isRelationalOp()) {
    const bool less = binary->getOpcode() == BO_LT || binary->getOpcode() == BO_LE;
    lesser = less ? binary->getLHS() : binary->getRHS();
    greater = less ? binary->getRHS() : binary->getLHS();
  } else if (const auto* call = dyn_cast<CXXOperatorCallExpr>(condition);
             call != nullptr && call->getNumArgs() == 3 && call->getType()->isBooleanType()) {
    lesser = call->getArg(1);
    greater = call->getArg(2);
  }
  if (lesser == nullptr) return;
  block.lesser = {value(lesser).path.root, {}};
  block.greater = {value(greater).path.root, {}};
}

/// `i + 1`, `i - 1` of a variable that is followed: the variable and the number.
std::optional<std::pair<const Expr*, std::int64_t>>
FunctionExtractor::sum_with_constant(const Expr* condition) const {
  const auto* sum = dyn_cast<BinaryOperator>(condition);
  if (sum == nullptr || !sum->isAdditiveOp() || !sum->getType()->isIntegerType()) return std::nullopt;
  const VarDecl* variable = named_variable(sum->getLHS());
  const auto text = constant_text(sum->getRHS(), context_);
  if (variable == nullptr || !is_followed(variable) || !text || text->size() > 9) return std::nullopt;
  const std::int64_t number = std::stoll(*text);
  return std::pair{sum->getLHS()->IgnoreParenImpCasts(), sum->getOpcode() == BO_Add ? number : -number};
}

void FunctionExtractor::branch_condition(const Expr* condition, Block& block) {
  bool inverted = true; // truth is "not equal to 0"
  std::string value = "0";
  for (bool more = true; more;) {
    more = false;
    condition = condition->IgnoreParenImpCasts();
    if (const auto* full = dyn_cast<FullExpr>(condition)) {
      condition = full->getSubExpr();
      more = true;
    } else if (const auto* unary = dyn_cast<UnaryOperator>(condition);
               unary != nullptr && unary->getOpcode() == UO_LNot) {
      condition = unary->getSubExpr();
      inverted = !inverted;
      more = true;
    }
  }
  if (const auto* binary = dyn_cast<BinaryOperator>(condition); binary != nullptr && binary->isEqualityOp()) {
    const Expr* subject = binary->getLHS();
    auto constant = constant_text(binary->getRHS(), context_);
    if (!constant) {
      subject = binary->getRHS();
      constant = constant_text(binary->getLHS(), context_);
    }
    if (constant) {
      // (x == c) is what the branch asks; (x == c) == 0 was unwrapped to "not" above by its truth value.
      const bool equal = binary->getOpcode() == BO_EQ;
      inverted = inverted ? !equal : equal;
      value = *constant;
      condition = subject->IgnoreParenImpCasts();
    }
  }
  if (const auto shifted = sum_with_constant(condition)) {
    condition = shifted->first;
    value = std::to_string(std::stoll(value) - shifted->second);
  }
  compared_objects(condition, block);
  // The first operands of && and || were asked in blocks of their own.
  const Expr* asked = condition->IgnoreParenImpCasts();
  while (const auto* logical = dyn_cast<BinaryOperator>(asked)) {
    if (!logical->isLogicalOp()) break;
    asked = logical->getRHS()->IgnoreParenImpCasts();
  }
  named_things(asked, block.depends, 0);
  const VarDecl* variable = named_variable(condition);
  std::string subject;
  block.firm = variable != nullptr && is_followed(variable);
  if (block.firm) {
    subject = subject_text(variable);
    tested_variables_.insert(variable);
  } else {
    subject = condition_text(condition);
  }
  if (subject.empty()) return;
  block.subject = unit_.symbol(subject);
  block.value = unit_.symbol(value);
  block.inverted = inverted;
}

/// `value` null: the variable changes by `step`, or to something unknown when that is 0.
void FunctionExtractor::note_constant(const VarDecl* variable, const Expr* value, SourceLocation location,
                                      int step) {
  const bool indexes = usage_.is_index(variable) && variable->hasLocalStorage();
  if (!tested_variables_.contains(variable) && !indexes) return;
  const auto text = constant_text(value, context_);
  Event& event = add(EventKind::constant, location);
  event.names.push_back(unit_.symbol(subject_text(variable)));
  if (text) event.type = unit_.symbol(*text);
  if (step != 0) event.names.push_back(unit_.symbol(step > 0 ? "+1" : "-1"));
  const Expr* call = value == nullptr ? nullptr : value->IgnoreParenImpCasts();
  if (const auto tried = tested_.find(call); call != nullptr && tried != tested_.end() &&
                                             call->getType()->isIntegerType() &&
                                             !call->getType()->isBooleanType())
    event.size = static_cast<std::uint32_t>(tried->second) + 1;
}

} // namespace burler::extract

// Expressions -> access paths (event/access_path.h).
#include "extract/function_extractor.h"

namespace burler::extract {

using namespace clang;
using namespace summary;

namespace {
constexpr int depth_limit = 400;
constexpr std::size_t step_limit = 12; // longer paths are recursion in disguise; they are not followed
} // namespace

Value FunctionExtractor::value(const Expr* expression) {
  expression = strip(expression);
  if (expression == nullptr || depth_ > depth_limit) return {};
  ++depth_;
  Value result = compute(expression);
  --depth_;
  if (result.path.steps.size() > step_limit) return {};
  return result;
}

Value FunctionExtractor::compute(const Expr* e) {
  if (const auto known = results_.find(e); known != results_.end()) return known->second;
  if (const auto* name = dyn_cast<DeclRefExpr>(e)) return value_of_name(name);
  if (const auto* member = dyn_cast<MemberExpr>(e)) return value_of_member(member);
  if (const auto* cast = dyn_cast<CastExpr>(e)) return value_of_cast(cast);
  if (isa<CXXThisExpr>(e)) {
    if (closure_ == nullptr) return {{{RootKind::self, 0, {}}, {}}, true};
    return {{{RootKind::self, 0, {}}, {{StepKind::field, unit_.symbol("this"), {}}}}};
  }
  if (const auto* subscript = dyn_cast<ArraySubscriptExpr>(e)) {
    const Value object = deref(value(subscript->getBase()));
    return step(object, StepKind::index, index_text(subscript->getIdx()), {});
  }
  if (const auto* subst = dyn_cast<SubstNonTypeTemplateParmExpr>(e)) return value(subst->getReplacement());
  if (const auto* opaque = dyn_cast<OpaqueValueExpr>(e)) return value(opaque->getSourceExpr());
  if (const auto* rewritten = dyn_cast<CXXRewrittenBinaryOperator>(e))
    return value(rewritten->getSemanticForm());
  if (const auto* list = dyn_cast<InitListExpr>(e); list != nullptr && list->getNumInits() == 1)
    return value(list->getInit(0));
  return value_of_operator(e);
}

Value FunctionExtractor::value_of_operator(const Expr* e) {
  if (const auto* unary = dyn_cast<UnaryOperator>(e)) {
    Value inner;
    switch (unary->getOpcode()) {
    case UO_AddrOf:
      inner = value(unary->getSubExpr());
      if (inner.function == nullptr) inner.address = true;
      return inner.path || inner.function != nullptr ? inner : Value{};
    case UO_Deref:
      return deref(value(unary->getSubExpr()));
    case UO_PreInc:
    case UO_PreDec:
    case UO_PostInc:
    case UO_PostDec:
    case UO_Extension:
      return value(unary->getSubExpr());
    default:
      return {};
    }
  }
  if (const auto* binary = dyn_cast<BinaryOperator>(e)) {
    if (binary->isAssignmentOp()) return value(binary->getLHS());
    if (binary->getOpcode() == BO_Comma) return value(binary->getRHS());
    if (!binary->isAdditiveOp() || !binary->getType()->isPointerType()) return {};
    const bool left = binary->getLHS()->getType()->isPointerType();
    const Expr* index = left ? binary->getRHS() : binary->getLHS();
    const Value base = deref(value(left ? binary->getLHS() : binary->getRHS()));
    const bool forward = binary->getOpcode() == BO_Add;
    Value element = step(base, StepKind::index, forward ? index_text(index) : "", {});
    element.address = static_cast<bool>(element.path);
    return element;
  }
  if (const auto* choice = dyn_cast<AbstractConditionalOperator>(e)) {
    const Value yes = value(choice->getTrueExpr());
    const Value no = value(choice->getFalseExpr());
    // One arm that we cannot name (nullptr, a constant) leaves the other.
    if (!no.path && no.function == nullptr) return yes;
    if (!yes.path && yes.function == nullptr) return no;
    return yes.path == no.path && yes.address == no.address ? yes : Value{};
  }
  if (const auto* statement = dyn_cast<StmtExpr>(e)) {
    const auto* body = statement->getSubStmt();
    if (const auto* last = body->body_empty() ? nullptr : dyn_cast<Expr>(body->body_back()))
      return value(last);
  }
  return {};
}

Value FunctionExtractor::value_of_name(const DeclRefExpr* name) {
  if (const auto* function = dyn_cast<FunctionDecl>(name->getDecl())) {
    Value result;
    result.function = function;
    return result;
  }
  return value_of_variable(name->getDecl());
}

bool FunctionExtractor::is_captured(const ValueDecl* variable) const {
  if (closure_ == nullptr) return false;
  if (const auto* own = dyn_cast<VarDecl>(variable); own != nullptr && own->isInitCapture()) return true;
  const DeclContext* scope = variable->getDeclContext();
  while (scope != nullptr && !isa<FunctionDecl>(scope))
    scope = scope->getParent();
  return scope != nullptr && cast<FunctionDecl>(scope)->getCanonicalDecl() != decl_->getCanonicalDecl();
}

Value FunctionExtractor::value_of_variable(const ValueDecl* declaration) {
  if (const auto* binding = dyn_cast<BindingDecl>(declaration)) {
    if (is_captured(binding))
      return {{{RootKind::self, 0, {}}, {{StepKind::field, unit_.symbol(binding->getName()), {}}}}};
    if (const VarDecl* holder = binding->getHoldingVar()) return value_of_variable(holder);
    return binding->getBinding() != nullptr ? value(binding->getBinding()) : Value{};
  }
  const auto* variable = dyn_cast<VarDecl>(declaration);
  if (variable == nullptr) return {};
  if (variable->hasGlobalStorage()) {
    if (variable->getType()->isReferenceType()) {
      const VarDecl* initialised = variable->getInitializingDeclaration();
      if (initialised != nullptr && initialised->getInit() != nullptr && !variable->isStaticLocal())
        if (Value target = value(initialised->getInit());
            target.path && target.path.root.kind == RootKind::global)
          return target;
    }
    return {{{RootKind::global, 0, unit_.global(variable)}, {}}};
  }
  if (is_captured(variable))
    return {{{RootKind::self, 0, {}}, {{StepKind::field, unit_.symbol(variable->getName()), {}}}}};
  if (const auto alias = aliases_.find(variable);
      alias != aliases_.end() && variable->getType()->isReferenceType())
    return alias->second;
  if (const auto* parameter = dyn_cast<ParmVarDecl>(variable))
    return {{{RootKind::formal, parameter->getFunctionScopeIndex(), {}}, {}}};
  return {local(variable)};
}

Value FunctionExtractor::value_of_member(const MemberExpr* member) {
  if (const auto* function = dyn_cast<FunctionDecl>(member->getMemberDecl())) {
    Value result;
    result.function = function;
    return result;
  }
  if (const auto* variable = dyn_cast<VarDecl>(member->getMemberDecl())) return value_of_variable(variable);
  const auto* member_field = dyn_cast<FieldDecl>(member->getMemberDecl());
  if (member_field == nullptr) return {};
  const Value base = value(member->getBase());
  return field(member->isArrow() ? deref(base) : base, member_field);
}

Value FunctionExtractor::value_of_cast(const CastExpr* cast) {
  const Expr* inner = cast->getSubExpr();
  switch (cast->getCastKind()) {
  case CK_LValueToRValue:
    if (const auto* name = dyn_cast<DeclRefExpr>(strip(inner))) {
      if (const auto alias = aliases_.find(name->getDecl()); alias != aliases_.end()) return alias->second;
    }
    return value(inner);
  case CK_ArrayToPointerDecay: {
    Value array = value(inner);
    array.address = static_cast<bool>(array.path);
    return array;
  }
  case CK_NullToPointer:
  case CK_ToVoid:
    return {};
  default:
    return value(inner);
  }
}

Value FunctionExtractor::deref(Value pointer) {
  if (!pointer.path) return {};
  if (pointer.address) {
    pointer.address = false;
    return pointer;
  }
  const AccessPath& path = pointer.path;
  if (path.steps.empty() && path.root.kind == RootKind::local &&
      local_declarations_[path.root.index] != nullptr) {
    if (const auto handle = handles_.find(local_declarations_[path.root.index]); handle != handles_.end())
      return deref(handle->second);
  }
  pointer.path.steps.push_back({StepKind::deref, {}, {}});
  return pointer;
}

namespace {

/// The mapped value of a map's element, which `m[key]` names without a field.
bool is_mapped_value(const AccessPath& element, const FieldDecl* member) {
  if (element.steps.empty() || element.steps.back().kind != StepKind::index) return false;
  const auto* pair = dyn_cast<ClassTemplateSpecializationDecl>(member->getParent());
  if (pair == nullptr || !pair->isInStdNamespace() || pair->getName() != "pair" ||
      member->getName() != "second")
    return false;
  const TemplateArgument& key = pair->getTemplateArgs()[0];
  return key.getKind() == TemplateArgument::Type && key.getAsType().isConstQualified();
}

} // namespace

Value FunctionExtractor::field(Value object, const FieldDecl* member) {
  if (!object.path) return {};
  if (member->isAnonymousStructOrUnion()) return object;
  if (is_mapped_value(object.path, member)) {
    object.address = false;
    return object;
  }
  object.address = false;
  object.path.steps.push_back(
      {StepKind::field, unit_.symbol(member->getName()), unit_.usr(member->getParent())});
  return object;
}

Value FunctionExtractor::step(Value object, StepKind kind, std::string_view name, QualType object_type) {
  if (!object.path) return {};
  object.address = false;
  if (kind == StepKind::storage) {
    const AccessPath& path = object.path;
    if (path.steps.empty() && path.root.kind == RootKind::local &&
        local_declarations_[path.root.index] != nullptr) {
      if (const auto handle = handles_.find(local_declarations_[path.root.index]);
          handle != handles_.end() && !handle->second.address)
        object = handle->second;
    }
    if (!object_type.isNull() && (unit_.types.flags(object_type) & type_tensor) != 0) object.tensor = true;
    // A view of a view has one storage.
    if (!object.path.steps.empty() && object.path.steps.back().kind == StepKind::storage) return object;
  }
  object.path.steps.push_back({kind, unit_.symbol(name), {}});
  return object;
}

std::string FunctionExtractor::index_text(const Expr* index) {
  index = strip(index);
  while (const auto* made = dyn_cast<CXXConstructExpr>(index)) { // a key made from a literal
    if (made->getNumArgs() == 0) return {};
    index = strip(made->getArg(0));
  }
  if (const auto* decay = dyn_cast<ImplicitCastExpr>(index)) {
    if (const auto* text = dyn_cast<StringLiteral>(decay->getSubExpr()->IgnoreParens()))
      return text->isOrdinary() && text->getLength() <= 60 ? "\"" + text->getString().str() + "\""
                                                           : std::string();
  }
  index = index->IgnoreParenImpCasts();
  if (!index->isValueDependent() && !index->isTypeDependent()) {
    Expr::EvalResult constant;
    if (index->EvaluateAsInt(constant, context_)) return llvm::toString(constant.Val.getInt(), 10);
  }
  if (const auto* cast = dyn_cast<ExplicitCastExpr>(index)) return index_text(cast->getSubExpr());
  if (const auto* name = dyn_cast<DeclRefExpr>(index)) return name->getDecl()->getNameAsString();
  if (!isa<BinaryOperator, MemberExpr, UnaryOperator, CallExpr, ArraySubscriptExpr>(index)) return {};
  std::string text;
  llvm::raw_string_ostream out(text);
  index->printPretty(out, nullptr, PrintingPolicy(context_.getLangOpts()));
  return text.size() <= 60 ? text : std::string();
}

AccessPath FunctionExtractor::local(const VarDecl* variable) {
  const auto [known, fresh] = locals_.emplace(variable, static_cast<std::uint32_t>(out_.locals.size()));
  if (fresh) {
    out_.locals.push_back({unit_.symbol(variable->getName()), unit_.type(variable->getType(), variable),
                           unit_.place(variable->getLocation())});
    local_declarations_.push_back(variable);
  }
  return {{RootKind::local, known->second, {}}, {}};
}

AccessPath FunctionExtractor::temporary(QualType type, SourceLocation location) {
  const auto index = static_cast<std::uint32_t>(out_.locals.size());
  out_.locals.push_back({{}, unit_.type(type), unit_.place(location)});
  local_declarations_.push_back(nullptr);
  return {{RootKind::local, index, {}}, {}};
}

} // namespace burler::extract

#include "extract/function_extractor.h"

#include "extract/counted_loop.h"

#include "extract/sound_body.h"

#include "extract/attributes.h"

#include <algorithm>

namespace burler::extract {

using namespace clang;
using namespace summary;

FunctionExtractor::FunctionExtractor(UnitBuilder& unit, const FunctionDecl* function)
    : unit_(unit), context_(unit.context), decl_(function), usage_(function) {
  if (const auto* method = dyn_cast<CXXMethodDecl>(function);
      method != nullptr && method->getParent()->isLambda())
    closure_ = method->getParent();
}

void FunctionExtractor::describe() {
  out_.usr = unit_.usr(decl_);
  out_.name = unit_.user_name(decl_);
  out_.place = unit_.place(decl_->getLocation());
  out_.declared = unit_.place(decl_->getCanonicalDecl()->getLocation());
  std::uint32_t flags = 0;
  const auto set = [&](FunctionFlag flag, bool on) { flags |= on ? flag : 0; };
  set(fn_main, decl_->isMain());
  set(fn_header, !unit_.in_main_file(decl_));
  set(fn_no_return, decl_->isNoReturn());
  set(fn_no_thread_safety, decl_->hasAttr<NoThreadSafetyAnalysisAttr>());
  set(fn_kernel, decl_->hasAttr<CUDAGlobalAttr>());
  set(fn_device, decl_->hasAttr<CUDADeviceAttr>() && !decl_->hasAttr<CUDAHostAttr>());
  set(fn_public, decl_->isExternallyVisible());
  set(fn_static, !decl_->isExternallyVisible());
  if (const auto* method = dyn_cast<CXXMethodDecl>(decl_)) {
    set(fn_constructor, isa<CXXConstructorDecl>(method));
    set(fn_destructor, isa<CXXDestructorDecl>(method));
    set(fn_method, true);
    set(fn_const, method->isConst());
    set(fn_virtual, method->isVirtual());
    set(fn_lambda, closure_ != nullptr);
    if (method->isStatic())
      flags |= fn_static;
    else if (decl_->isExternallyVisible())
      flags &= ~fn_static;
    if (method->getAccess() != AS_public && closure_ == nullptr) flags &= ~fn_public;
    out_.class_usr = unit_.usr(method->getParent());
    for (const CXXMethodDecl* base : method->overridden_methods())
      out_.overrides.push_back(unit_.usr(base));
  }
  if (closure_ != nullptr) {
    flags &= ~fn_public;
    if (const auto known = unit_.lambdas_.find(closure_->getCanonicalDecl()); known != unit_.lambdas_.end())
      out_.parent = known->second.parent;
  }
  set(fn_coroutine, isa_and_nonnull<CoroutineBodyStmt>(decl_->getBody()));
  out_.flags = flags;
  for (const ParmVarDecl* parameter : decl_->parameters())
    out_.formals.push_back({unit_.symbol(parameter->getName()), unit_.type(parameter->getType(), parameter),
                            unit_.place(parameter->getLocation())});
  out_.attributes = thread_safety_facts(unit_, decl_);
}

Function FunctionExtractor::declaration() {
  describe();
  out_.flags |= fn_declaration;
  return std::move(out_);
}

Function FunctionExtractor::run() {
  describe();
  const bool errors = context_.getDiagnostics().hasUncompilableErrorOccurred();
  if (errors &&
      (drops_lock(decl_, *unit_.errors) ||
       (!is_sound(decl_) &&
        (unit_.sound_only || !is_usable(decl_, unit_.types))))) { // known by name, its body is undecided
    ++unit_.unit.lost_functions;
    return std::move(out_);
  }
  for (const LambdaExpr* lambda : usage_.lambdas())
    unit_.lambda(lambda->getLambdaClass(), decl_);
  CFG::BuildOptions options;
  options.AddImplicitDtors = true;
  options.AddTemporaryDtors = true;
  options.AddInitializers = true;
  options.AddCXXDefaultInitExprInCtors = true;
  options.AddStaticInitBranches = true;
  options.PruneTriviallyFalseEdges = true;
  options.setAllAlwaysAdd();
  const auto cfg = CFG::buildCFG(decl_, decl_->getBody(), const_cast<ASTContext*>(&context_), options);
  if (cfg != nullptr)
    blocks_from_cfg(*cfg);
  else
    fallback_block();
  return std::move(out_);
}

/// Clang declines to build the CFG of a few bodies: then the order of the text has to do.
void FunctionExtractor::fallback_block() {
  out_.blocks.resize(1);
  block_ = out_.blocks.data();
  const auto walk = [this](const auto& self, const Stmt* statement, int depth) -> void {
    if (statement == nullptr || depth > 500) return;
    if (!isa<LambdaExpr>(statement))
      for (const Stmt* child : statement->children())
        self(self, child, depth + 1);
    visit(statement);
  };
  walk(walk, decl_->getBody(), 0);
}

void FunctionExtractor::blocks_from_cfg(const CFG& cfg) {
  find_tested(cfg);
  // Reverse post-order: a variable's declaration is met before its uses.
  std::vector<const CFGBlock*> order;
  std::unordered_map<const CFGBlock*, std::uint32_t> numbers;
  // Successors are visited last to first, so that the body of a branch or loop comes before what follows it.
  std::vector<std::pair<const CFGBlock*, CFGBlock::const_succ_reverse_iterator>> stack;
  const auto open = [&](const CFGBlock* block) {
    if (block != nullptr && numbers.emplace(block, 0).second) stack.emplace_back(block, block->succ_rbegin());
  };
  open(&cfg.getEntry());
  while (!stack.empty()) {
    auto& [block, next] = stack.back();
    if (next == block->succ_rend()) {
      order.push_back(block);
      stack.pop_back();
    } else {
      const CFGBlock* successor = (next++)->getReachableBlock();
      open(successor);
    }
  }
  std::reverse(order.begin(), order.end());
  for (std::uint32_t i = 0; i < order.size(); ++i)
    numbers[order[i]] = i;
  out_.blocks.resize(order.size());
  for (std::uint32_t i = 0; i < order.size(); ++i) {
    block_ = &out_.blocks[i];
    if (const auto starts = static_starts_.find(order[i]); starts != static_starts_.end())
      static_guard(starts->second, EventKind::acquire);
    for (const CFGElement& item : *order[i])
      element(item);
    finish_block(*order[i], out_.blocks[i], numbers);
  }
}

void FunctionExtractor::element(const CFGElement& item) {
  if (const auto statement = item.getAs<CFGStmt>()) return visit(statement->getStmt());
  if (const auto init = item.getAs<CFGInitializer>()) return initialise_member(init->getInitializer());
  if (const auto ended = item.getAs<CFGAutomaticObjDtor>()) {
    const VarDecl* variable = ended->getVarDecl();
    if (variable->getType()->isReferenceType() && variable->getInit() == nullptr) return;
    if (variable->isNRVOVariable()) return; // it lives on as the caller's result
    SourceLocation end =
        ended->getTriggerStmt() != nullptr ? ended->getTriggerStmt()->getEndLoc() : SourceLocation();
    return object_ends(local(variable), variable->getType().getNonReferenceType(), end);
  }
  if (const auto ended = item.getAs<CFGTemporaryDtor>()) {
    const Expr* made = strip(ended->getBindTemporaryExpr()->getSubExpr());
    const auto known = results_.find(made);
    if (known == results_.end() || known->second.address) return;
    const AccessPath& path = known->second.path;
    const bool temporary =
        path.root.kind == RootKind::local && local_declarations_[path.root.index] == nullptr;
    if (temporary && path.steps.empty()) object_ends(path, made->getType(), made->getEndLoc());
    return;
  }
  if (const auto ended = item.getAs<CFGMemberDtor>()) {
    const FieldDecl* member = ended->getFieldDecl();
    const Value object = field({{{RootKind::self, 0, {}}, {}}}, member);
    return object_ends(object.path, member->getType(), decl_->getBodyRBrace());
  }
  if (const auto ended = item.getAs<CFGBaseDtor>())
    return object_ends({{RootKind::self, 0, {}}, {}}, ended->getBaseSpecifier()->getType(),
                       decl_->getBodyRBrace());
}

Event& FunctionExtractor::add(EventKind kind, SourceLocation location) {
  Event& event = block_->events.emplace_back();
  event.kind = kind;
  event.place = unit_.place(location);
  event.flags = static_init_;
  takes_locks_ |= kind == EventKind::acquire || kind == EventKind::guard_init;
  if ((kind == EventKind::read || kind == EventKind::write) && in_once_region(location))
    event.flags |= flag_unevaluated_once;
  ++event_count_;
  return event;
}

namespace {

bool throws(const CFGBlock& block) {
  return std::any_of(block.begin(), block.end(), [](const CFGElement& element) {
    const auto statement = element.getAs<CFGStmt>();
    return statement && isa<CXXThrowExpr>(statement->getStmt());
  });
}

} // namespace

void FunctionExtractor::finish_block(const CFGBlock& source, Block& block,
                                     const std::unordered_map<const CFGBlock*, std::uint32_t>& numbers) {
  for (const auto& successor : source.succs()) {
    const CFGBlock* next = successor.getReachableBlock();
    // Unwinding runs the guards' destructors, which the edge of an uncaught throw to the exit does not show.
    const bool leaves =
        next == &source.getParent()->getExit() && (throws(source) || source.hasNoReturnElement());
    block.abandons |= leaves;
    block.throws |= leaves && throws(source);
    if (next != nullptr && !leaves) block.successors.push_back(numbers.at(next));
  }
  if (const auto* declaration = dyn_cast_or_null<DeclStmt>(source.getTerminatorStmt());
      declaration != nullptr && source.succ_size() == 2 && source.getTerminator().isStmtBranch())
    static_starts_[(source.succ_begin() + 1)->getReachableBlock()] = declaration;
  note_once_region(source.getTerminatorStmt());
  for (const CFGElement& item : source)
    if (const auto statement = item.getAs<CFGStmt>();
        statement && isa<ReturnStmt, CXXThrowExpr>(statement->getStmt()))
      block.left = unit_.place(statement->getStmt()->getBeginLoc());
  if (block.successors.size() != 2 || !source.getTerminator().isStmtBranch()) return;
  const auto* condition = dyn_cast_or_null<Expr>(source.getTerminatorCondition());
  if (condition == nullptr || isa<SwitchStmt>(source.getTerminatorStmt())) return;
  bool negated = false;
  if (const auto* loop = dyn_cast<ForStmt>(source.getTerminatorStmt()))
    block.rounds = rounds_of(loop, context_);
  block.tested_event = tested_event(condition, negated);
  branch_condition(condition, block);
  assertion(source, condition);
  if (block.tested_event < 0 || !negated) return;
  std::swap(block.successors[0], block.successors[1]);
  block.inverted = !block.inverted;
}

std::int32_t FunctionExtractor::tested_event(const Expr* condition, bool& negated) {
  condition = condition->IgnoreParenImpCasts();
  if (const auto* full = dyn_cast<FullExpr>(condition)) return tested_event(full->getSubExpr(), negated);
  if (const auto known = tested_.find(condition); known != tested_.end()) {
    // POSIX and C11 functions return zero when the lock was taken.
    if (condition->getType()->isIntegerType() && !condition->getType()->isBooleanType() &&
        isa<CallExpr>(condition))
      negated = !negated;
    return known->second;
  }
  if (const auto* unary = dyn_cast<UnaryOperator>(condition);
      unary != nullptr && unary->getOpcode() == UO_LNot) {
    negated = !negated;
    return tested_event(unary->getSubExpr(), negated);
  }
  if (const auto* binary = dyn_cast<BinaryOperator>(condition); binary != nullptr && binary->isEqualityOp()) {
    Expr::EvalResult constant;
    if (binary->getRHS()->isValueDependent() || !binary->getRHS()->EvaluateAsInt(constant, context_))
      return -1;
    const bool against_zero = constant.Val.getInt() == 0;
    if ((binary->getOpcode() == BO_EQ) == against_zero) negated = !negated;
    return tested_event(binary->getLHS(), negated);
  }
  if (const auto* name = dyn_cast<DeclRefExpr>(condition)) {
    const auto* variable = dyn_cast<VarDecl>(name->getDecl());
    if (variable != nullptr && variable->hasLocalStorage() && variable->getInit() != nullptr &&
        usage_.is_stable(variable))
      return tested_event(variable->getInit(), negated);
  }
  return -1;
}

} // namespace burler::extract

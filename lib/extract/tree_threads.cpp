// Loops that start one thread a round, as the team that they are: `for (t = 0; t < n; ++t)
// threads.emplace_back([=] { ... })` is a parallel region of n threads whose number is t. What a round does
// besides is computing values of its own; anything else is no such loop.
#include "extract/tree_builder.h"

namespace burler::extract {

using namespace clang;
using namespace summary;

namespace {

struct Found {
  const LambdaExpr* lambda = nullptr;
  unsigned lambdas = 0;
  bool starts = false;
};

/// The variable of `for (int t = START; t < COUNT; ++t)`.
const VarDecl* counter(const ForStmt* loop, const Expr*& start, const Expr*& count) {
  const auto* init = dyn_cast_or_null<DeclStmt>(loop->getInit());
  const auto* variable =
      init != nullptr && init->isSingleDecl() ? dyn_cast<VarDecl>(init->getSingleDecl()) : nullptr;
  if (variable == nullptr || variable->getInit() == nullptr || !variable->getType()->isIntegerType())
    return nullptr;
  const auto is = [&](const Expr* e) {
    const auto* name = dyn_cast<DeclRefExpr>(e->IgnoreParenImpCasts());
    return name != nullptr && name->getDecl() == variable;
  };
  const auto* condition = dyn_cast_or_null<BinaryOperator>(loop->getCond());
  if (condition == nullptr || !is(condition->getLHS()) ||
      (condition->getOpcode() != BO_LT && condition->getOpcode() != BO_NE))
    return nullptr;
  const auto* step = dyn_cast_or_null<UnaryOperator>(loop->getInc());
  if (step == nullptr || !step->isIncrementOp() || !is(step->getSubExpr())) return nullptr;
  start = variable->getInit();
  count = condition->getRHS();
  return variable;
}

/// `if (...) break;` or `continue`: the rest is for other rounds.
const IfStmt* skips(const Stmt* statement) {
  const auto* branch = dyn_cast<IfStmt>(statement);
  if (branch == nullptr || branch->getElse() != nullptr || branch->getInit() != nullptr ||
      branch->getConditionVariable() != nullptr)
    return nullptr;
  const Stmt* then = branch->getThen();
  if (const auto* block = dyn_cast<CompoundStmt>(then); block != nullptr && block->size() == 1)
    then = *block->body_begin();
  return isa<BreakStmt, ContinueStmt>(then) ? branch : nullptr;
}

/// Every reference to a variable of the round itself is captured by copy, and no capture makes a value.
bool copies_round(const LambdaExpr* lambda, const llvm::SmallVectorImpl<const VarDecl*>& own) {
  for (const LambdaCapture& capture : lambda->captures()) {
    if (!capture.capturesVariable()) continue;
    const auto* variable = dyn_cast<VarDecl>(capture.getCapturedVar());
    if (variable == nullptr || variable->isInitCapture()) return false;
    if (capture.getCaptureKind() == LCK_ByRef && llvm::is_contained(own, variable)) return false;
  }
  return true;
}

} // namespace

/// The lambda that the expression runs in a thread of its own, and no other.
const LambdaExpr* TreeBuilder::started(const Stmt* statement) {
  Found found;
  const auto visit = [&](const auto& self, const Stmt* s, int depth) -> void {
    if (s == nullptr || depth > 40) return;
    if (const auto* lambda = dyn_cast<LambdaExpr>(s)) {
      found.lambda = lambda;
      ++found.lambdas;
      return;
    }
    if (const auto* made = dyn_cast<CXXConstructExpr>(s))
      found.starts = found.starts || (unit_.types.flags(made->getType()) & type_thread) != 0;
    if (const auto* call = dyn_cast<CXXMemberCallExpr>(s)) {
      const QualType element = unit_.types.element(call->getObjectType());
      found.starts = found.starts || (!element.isNull() && (unit_.types.flags(element) & type_thread) != 0);
    }
    for (const Stmt* child : s->children())
      self(self, child, depth + 1);
  };
  visit(visit, statement, 0);
  return found.starts && found.lambdas == 1 ? found.lambda : nullptr;
}

/// Threads that wait for each other have an order that the region's judge does not know.
bool TreeBuilder::waits(const Stmt* statement, int depth) {
  if (statement == nullptr || depth > 200) return statement != nullptr;
  if (const auto* e = dyn_cast<Expr>(statement)) {
    const std::uint32_t flags =
        e->getType().isNull() ? 0 : unit_.types.flags(e->getType().getNonReferenceType());
    if ((flags & (type_sync | type_condition | type_atomic)) != 0) return true;
  }
  if (const auto* lambda = dyn_cast<LambdaExpr>(statement)) return waits(lambda->getBody(), depth + 1);
  for (const Stmt* child : statement->children())
    if (waits(child, depth + 1)) return true;
  return false;
}

/// 0 when the loop is none of these.
TreeBuilder::Index TreeBuilder::thread_team(const ForStmt* loop) {
  const Expr *start = nullptr, *count = nullptr;
  const VarDecl* number = counter(loop, start, count);
  const auto* body = dyn_cast<CompoundStmt>(loop->getBody());
  if (number == nullptr) return 0;
  llvm::SmallVector<const Stmt*, 8> statements;
  if (body != nullptr)
    statements.append(body->body_begin(), body->body_end());
  else
    statements.push_back(loop->getBody());
  llvm::SmallVector<const VarDecl*, 8> own{number};
  const LambdaExpr* lambda = nullptr;
  for (const Stmt* s : statements) {
    if (const auto* declared = dyn_cast<DeclStmt>(s)) {
      for (const Decl* d : declared->decls())
        if (const auto* variable = dyn_cast<VarDecl>(d)) own.push_back(variable);
    } else if (skips(s) == nullptr) {
      if (lambda != nullptr || !isa<Expr>(s)) return 0;
      lambda = started(s);
      if (lambda == nullptr) return 0;
    }
  }
  if (lambda == nullptr || lambda->getCallOperator() == nullptr ||
      lambda->getCallOperator()->getNumParams() != 0 || lambda->isGenericLambda() ||
      !copies_round(lambda, own) || waits(lambda->getBody(), 0))
    return 0;
  const SourceLocation where = loop->getBeginLoc();
  Directive made;
  made.parts = omp_parallel;
  made.name = unit_.symbol("thread loop");
  const Index total = add(NodeKind::binary, where, {expression(count), expression(start)});
  node(total).op = Operator::subtract;
  node(total).flags = node_integer;
  made.num_threads = total;
  const Index result = add(NodeKind::directive, where, {team_body(number, start, statements, lambda)});
  node(result).value = static_cast<std::int64_t>(out_.directives.size());
  out_.directives.push_back(std::move(made));
  return result;
}

TreeBuilder::Index TreeBuilder::team_body(const VarDecl* number, const Expr* start,
                                          llvm::ArrayRef<const Stmt*> statements, const LambdaExpr* lambda) {
  const SourceLocation where = number->getLocation();
  const Index own = add(NodeKind::call, where);
  node(own).name = unit_.symbol("c:@F@omp_get_thread_num");
  node(own).flags = node_integer;
  const Index value = add(NodeKind::binary, where, {expression(start), own});
  node(value).op = Operator::add;
  node(value).flags = node_integer;
  const Index declared = add(NodeKind::declare, where, {value});
  const Index variable_index = variable(number);
  node(declared).value = variable_index;
  node(declared).flags = node_integer;
  // From the last statement to the first: a condition that skips surrounds what follows it.
  Index rest = 0;
  for (auto s = statements.rbegin(); s != statements.rend(); ++s) {
    const SourceLocation at = (*s)->getBeginLoc();
    if (const IfStmt* branch = skips(*s)) {
      const Index condition = expression(branch->getCond());
      rest = add(NodeKind::branch, at, {condition, 0, rest});
      continue;
    }
    const Index first = isa<DeclStmt>(*s)
                            ? statement(*s)
                            : call_of(lambda->getCallOperator(), lambda->getBeginLoc(), {}, false);
    rest = add(NodeKind::block, at, rest == 0 ? std::vector<Index>{first} : std::vector<Index>{first, rest});
  }
  return add(NodeKind::block, where, {declared, rest});
}

bool TreeBuilder::has_thread_team(const Stmt* statement, int depth) {
  if (statement == nullptr || depth > deepest_search) return false;
  if (const auto* loop = dyn_cast<ForStmt>(statement)) {
    const Expr *start = nullptr, *count = nullptr;
    if (counter(loop, start, count) != nullptr) {
      if (const auto* body = dyn_cast<CompoundStmt>(loop->getBody())) {
        for (const Stmt* s : body->body())
          if (isa<Expr>(s) && started(s) != nullptr) return true;
      } else if (isa<Expr>(loop->getBody()) && started(loop->getBody()) != nullptr) {
        return true;
      }
    }
  }
  for (const Stmt* child : statement->children())
    if (has_thread_team(child, depth + 1)) return true;
  return false;
}

bool TreeBuilder::has_thread_team() { return has_thread_team(decl_->getBody(), 0); }

} // namespace burler::extract

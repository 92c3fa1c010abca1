#include "extract/tree_builder.h"

namespace burler::extract {

using namespace clang;
using namespace summary;

namespace {

constexpr int deepest = 400;
constexpr std::size_t largest_table = 4096;

} // namespace

TreeBuilder::TreeBuilder(UnitBuilder& unit, const FunctionDecl* function) : unit_(unit), decl_(function) {
  out_.nodes.emplace_back(); // node 0 means "none"
}

FunctionTree TreeBuilder::run() {
  out_.usr = unit_.usr(decl_);
  out_.name = unit_.user_name(decl_);
  out_.place = unit_.place(decl_->getLocation());
  if (const auto* method = dyn_cast<CXXMethodDecl>(decl_);
      method != nullptr && method->isInstance() && !method->getParent()->isLambda())
    out_.formals.push_back(self_variable());
  for (const ParmVarDecl* parameter : decl_->parameters())
    out_.formals.push_back(variable(parameter));
  std::vector<Index> parts;
  if (const auto* constructor = dyn_cast<CXXConstructorDecl>(decl_))
    for (const CXXCtorInitializer* init : constructor->inits())
      if (init->getInit() != nullptr) parts.push_back(expression(init->getInit()));
  parts.push_back(statement(decl_->getBody()));
  out_.root = add(NodeKind::block, decl_->getLocation(), std::move(parts));
  return std::move(out_);
}

TreeBuilder::Index TreeBuilder::add(NodeKind kind, SourceLocation location, std::vector<Index> kids) {
  Node& made = out_.nodes.emplace_back();
  made.kind = kind;
  made.place = unit_.place(location);
  made.kids = std::move(kids);
  return static_cast<Index>(out_.nodes.size() - 1);
}

std::uint32_t TreeBuilder::size_of(QualType type) {
  if (type.isNull() || type->isIncompleteType() || type->isFunctionType() || type->isDependentType() ||
      type->isVariableArrayType() || type->isSizelessType() || type->isUndeducedType())
    return 0;
  return static_cast<std::uint32_t>(unit_.context.getTypeSizeInChars(type).getQuantity());
}

std::uint32_t TreeBuilder::type_flags(QualType type) {
  if (type.isNull()) return 0;
  type = type.getNonReferenceType();
  std::uint32_t flags = 0;
  if (type->isIntegralOrEnumerationType()) flags |= node_integer;
  if (type->isPointerType()) flags |= node_pointer;
  if (type->isArrayType()) flags |= node_array;
  if (type->isRecordType()) {
    flags |= node_record;
    if ((unit_.types.flags(type) & type_pointer) != 0) flags |= node_pointer; // smart pointers
  }
  if (type->isAtomicType() || (unit_.types.flags(type) & (type_atomic | type_lock | type_concurrent)) != 0)
    flags |= node_atomic;
  return flags;
}

TreeBuilder::Index TreeBuilder::self_variable() {
  if (has_self_) return self_;
  has_self_ = true;
  // A lambda's `this` is that of the method around it.
  const FunctionDecl* owner = decl_;
  while (const auto* method = dyn_cast<CXXMethodDecl>(owner)) {
    if (!method->getParent()->isLambda()) break;
    const auto* outer = dyn_cast<FunctionDecl>(method->getParent()->getDeclContext());
    if (outer == nullptr) break;
    owner = outer;
  }
  self_ = static_cast<Index>(out_.variables.size());
  TreeVariable& self = out_.variables.emplace_back();
  self.key = unit_.symbol(unit_.unit.symbols.text(unit_.usr(owner)) + "#this");
  self.name = unit_.symbol("this");
  self.node_flags = node_pointer;
  self.place = unit_.place(decl_->getLocation());
  return self_;
}

TreeBuilder::Index TreeBuilder::variable(const ValueDecl* decl) {
  decl = cast<ValueDecl>(decl->getCanonicalDecl());
  if (const auto known = variables_.find(decl); known != variables_.end()) return known->second;
  TreeVariable made;
  made.name = unit_.symbol(decl->getDeclName().isIdentifier() ? decl->getName() : "object");
  made.type = unit_.type_name(decl->getType());
  made.place = unit_.place(decl->getLocation());
  made.node_flags = type_flags(decl->getType());
  const auto set = [&](TreeVariableFlag flag, bool on) { made.flags |= on ? flag : 0; };
  const auto* var = dyn_cast<VarDecl>(decl);
  const bool global = var != nullptr && var->hasGlobalStorage();
  set(variable_global, global);
  set(variable_thread_private, var != nullptr && (var->getTLSKind() != VarDecl::TLS_None ||
                                                  decl->hasAttr<OMPThreadPrivateDeclAttr>()));
  set(variable_reference, decl->getType()->isReferenceType());
  set(variable_const, decl->getType().isConstQualified());
  set(variable_tensor, (unit_.types.flags(decl->getType()) & type_tensor) != 0);
  if (global) {
    made.key = unit_.usr(decl);
    constant_table(unit_, var);
  } else {
    made.key =
        unit_.symbol("local#" + std::to_string(made.place.file) + ":" + std::to_string(made.place.line) +
                     ":" + std::to_string(made.place.column) + "#" + decl->getNameAsString());
  }
  const auto index = static_cast<Index>(out_.variables.size());
  variables_.emplace(decl, index);
  out_.variables.push_back(std::move(made));
  QualType type = decl->getType().getNonReferenceType();
  std::vector<Index> extents;
  while (const ArrayType* array = unit_.context.getAsArrayType(type)) {
    Index extent = 0;
    if (const auto* constant_array = dyn_cast<ConstantArrayType>(array))
      extent = constant(constant_array->getSize().getSExtValue(), decl->getLocation());
    else if (const auto* variable_array = dyn_cast<VariableArrayType>(array);
             variable_array != nullptr && variable_array->getSizeExpr() != nullptr)
      extent = expression(variable_array->getSizeExpr());
    extents.push_back(extent);
    type = array->getElementType();
  }
  out_.variables[index].extents = std::move(extents);
  return index;
}

TreeBuilder::Index TreeBuilder::children(const Stmt* statement) {
  std::vector<Index> kids;
  for (const Stmt* child : statement->children())
    if (child != nullptr) kids.push_back(this->statement(child));
  return add(NodeKind::block, statement->getBeginLoc(), std::move(kids));
}

TreeBuilder::Index TreeBuilder::statement(const Stmt* statement) {
  if (statement == nullptr || depth_ > deepest) return 0;
  ++depth_;
  const Index made = statement_of_kind(statement);
  --depth_;
  return made;
}

TreeBuilder::Index TreeBuilder::statement_of_kind(const Stmt* statement) {
  const SourceLocation where = statement->getBeginLoc();
  if (const auto* e = dyn_cast<Expr>(statement)) return expression(e);
  if (const auto* d = dyn_cast<DeclStmt>(statement)) return declaration(d);
  if (const auto* d = dyn_cast<OMPExecutableDirective>(statement)) return directive(d);
  if (const auto* c = dyn_cast<CapturedStmt>(statement)) return this->statement(c->getCapturedStmt());
  if (const auto* c = dyn_cast<OMPCanonicalLoop>(statement)) return this->statement(c->getLoopStmt());
  if (const auto* s = dyn_cast<AttributedStmt>(statement)) return this->statement(s->getSubStmt());
  if (const auto* s = dyn_cast<LabelStmt>(statement)) return this->statement(s->getSubStmt());
  if (const auto* s = dyn_cast<SwitchCase>(statement)) return this->statement(s->getSubStmt());
  if (const auto* s = dyn_cast<CXXForRangeStmt>(statement)) return range_loop(s);
  if (const auto* s = dyn_cast<IfStmt>(statement)) {
    Index init = this->statement(s->getInit());
    if (s->getConditionVariableDeclStmt() != nullptr) init = declaration(s->getConditionVariableDeclStmt());
    const Index condition = expression(s->getCond());
    const Index then = this->statement(s->getThen());
    const Index otherwise = this->statement(s->getElse());
    const Index branch = add(NodeKind::branch, where, {condition, then, otherwise});
    return init == 0 ? branch : add(NodeKind::block, where, {init, branch});
  }
  if (const auto* s = dyn_cast<ForStmt>(statement)) {
    if (const Index team = thread_team(s); team != 0) return team;
    const Index init = this->statement(s->getInit()), condition = s->getCond() ? expression(s->getCond()) : 0;
    const Index increment = s->getInc() != nullptr ? expression(s->getInc()) : 0;
    const Index body = this->statement(s->getBody());
    return add(NodeKind::loop, where, {init, condition, increment, body});
  }
  if (const auto* s = dyn_cast<WhileStmt>(statement)) {
    const Index condition = expression(s->getCond()), body = this->statement(s->getBody());
    return add(NodeKind::loop, where, {0, condition, 0, body});
  }
  if (const auto* s = dyn_cast<DoStmt>(statement)) {
    const Index condition = expression(s->getCond()), body = this->statement(s->getBody());
    const Index loop = add(NodeKind::loop, where, {0, condition, 0, body});
    node(loop).flags |= node_post_test;
    return loop;
  }
  if (const auto* s = dyn_cast<SwitchStmt>(statement)) {
    const Index value = expression(s->getCond()), body = this->statement(s->getBody());
    return add(NodeKind::choice, where, {value, body});
  }
  if (const auto* s = dyn_cast<ReturnStmt>(statement))
    return add(NodeKind::leave, where, {s->getRetValue() != nullptr ? expression(s->getRetValue()) : 0});
  if (isa<BreakStmt>(statement) || isa<GotoStmt>(statement)) return add(NodeKind::break_, where);
  if (isa<ContinueStmt>(statement)) return add(NodeKind::continue_, where);
  return children(statement);
}

TreeBuilder::Index TreeBuilder::range_loop(const CXXForRangeStmt* loop) {
  // The iterators are left out: the loop variable is a reference to, or a copy of, some element.
  const Index range = expression(loop->getRangeInit());
  std::vector<Index> body;
  if (loop->getLoopVariable() != nullptr && !loop->getLoopVariable()->getType()->isDependentType()) {
    const Index declared = add(NodeKind::declare, loop->getLoopVariable()->getLocation());
    const Index loop_variable = variable(loop->getLoopVariable());
    node(declared).value = loop_variable;
    body.push_back(declared);
  }
  body.push_back(statement(loop->getBody()));
  const Index block = add(NodeKind::block, loop->getBeginLoc(), std::move(body));
  const Index condition = add(NodeKind::unknown, loop->getBeginLoc());
  const Index made = add(NodeKind::loop, loop->getBeginLoc(), {0, condition, 0, block});
  return add(NodeKind::block, loop->getBeginLoc(), {range, made});
}

TreeBuilder::Index TreeBuilder::declaration(const DeclStmt* statement) {
  std::vector<Index> kids;
  for (const Decl* each : statement->decls())
    if (const auto* var = dyn_cast<VarDecl>(each); var != nullptr && !var->isInvalidDecl())
      kids.push_back(declare(var));
  if (kids.size() == 1) return kids.front();
  // A list of declarations shares the scope of the statement; `block` nodes of declarations open none.
  return add(NodeKind::block, statement->getBeginLoc(), std::move(kids));
}

TreeBuilder::Index TreeBuilder::declare(const VarDecl* variable) {
  const Index number = this->variable(variable);
  std::vector<Index> kids;
  std::uint32_t flags = 0;
  const Expr* init = variable->getInit();
  const bool guard = (unit_.types.flags(variable->getType()) & type_guard) != 0;
  if (init != nullptr && guard) {
    if (const auto* made = dyn_cast<CXXConstructExpr>(init->IgnoreImplicit()))
      for (const Expr* argument : made->arguments())
        kids.push_back(expression(argument));
    flags |= node_guard;
  } else if (init != nullptr && !variable->hasGlobalStorage()) {
    kids.push_back(expression(init));
  }
  const Index made = add(NodeKind::declare, variable->getLocation(), std::move(kids));
  node(made).value = number;
  node(made).flags = flags | type_flags(variable->getType());
  return made;
}

void constant_table(UnitBuilder& unit, const VarDecl* variable) {
  const VarDecl* definition = variable->getDefinition();
  if (definition == nullptr || definition->getInit() == nullptr) return;
  const QualType type = definition->getType();
  if (type->isDependentType() || definition->getInit()->isValueDependent()) return;
  ConstantTable table;
  const auto append = [&](const Expr* e) {
    Expr::EvalResult result;
    if (e->isValueDependent() || !e->getType()->isIntegralOrEnumerationType() ||
        !e->EvaluateAsInt(result, unit.context))
      return false;
    table.values.push_back(result.Val.getInt().getExtValue());
    return true;
  };
  const auto* list = dyn_cast<InitListExpr>(definition->getInit());
  if (list != nullptr && type->isConstantArrayType()) {
    if (list->getNumInits() > largest_table) return;
    for (const Expr* each : list->inits())
      if (!append(each)) return;
    const auto size = unit.context.getAsConstantArrayType(type)->getSize().getZExtValue();
    if (size > largest_table) return;
    table.values.resize(size, 0);
  } else if (!append(definition->getInit())) {
    return;
  }
  table.key = unit.usr(variable);
  table.is_const = type.isConstQualified() || unit.context.getBaseElementType(type).isConstQualified();
  for (const ConstantTable& known : unit.unit.tables)
    if (known.key == table.key) return;
  unit.unit.tables.push_back(std::move(table));
}

} // namespace burler::extract

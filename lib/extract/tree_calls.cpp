#include "extract/tree_builder.h"

#include <array>
#include <string_view>

namespace burler::extract {

using namespace clang;
using namespace summary;

namespace {

/// Const member functions and these change nothing another thread could see.
constexpr std::array accessors{"begin", "end", "data", "at",     "front", "back",  "rbegin",
                               "rend",  "get", "find", "cbegin", "cend",  "c_str", "value"};

bool is_accessor(const CXXMethodDecl* method) {
  if (method->isConst()) return true;
  const std::string name = method->getNameAsString();
  return std::any_of(accessors.begin(), accessors.end(), [&](std::string_view each) { return each == name; });
}

/// Writes through pointers to its arguments, as far as the signature says.
bool may_write(const FunctionDecl* callee) {
  for (const ParmVarDecl* parameter : callee->parameters()) {
    const QualType type = parameter->getType();
    if ((type->isPointerType() || type->isReferenceType()) && !type->getPointeeType().isConstQualified())
      return true;
  }
  return false;
}

} // namespace

/// The elements behind a container or view.
TreeBuilder::Index TreeBuilder::storage(Index object, SourceLocation location) {
  const Index made = add(NodeKind::member, location, {object});
  node(made).name = unit_.symbol("{}");
  node(made).flags = node_array;
  return made;
}

TreeBuilder::Index TreeBuilder::call_of(const FunctionDecl* callee, SourceLocation location,
                                        std::vector<Index> arguments, bool method) {
  const Index made = add(NodeKind::call, location, std::move(arguments));
  if (method) node(made).flags |= node_method;
  if (callee != nullptr) {
    node(made).name = unit_.usr(callee);
    unit_.enqueue(callee);
    describe_call(made, callee);
  }
  return made;
}

/// What a call does when its body is not seen: by its model, by its name in the C library, by its signature.
void TreeBuilder::describe_call(Index call, const FunctionDecl* callee) {
  std::uint32_t flags = type_flags(callee->getReturnType());
  if (callee->isNoReturn() || callee->hasAttr<AnalyzerNoReturnAttr>()) flags |= node_no_return;
  if (const auto* known = unit_.types.model().function(unit_.types.name(callee))) {
    for (const model::Effect& effect : known->effects) {
      if (effect.object.base != model::PathSpec::Base::argument || effect.object.index != 0) continue;
      if (effect.kind == EventKind::acquire) flags |= node_acquires; // a try is taken to succeed
      if (effect.kind == EventKind::release) flags |= node_releases;
    }
  }
  if (const auto* method = dyn_cast<CXXMethodDecl>(callee);
      method != nullptr && method->getIdentifier() != nullptr &&
      ((unit_.types.record_model(method->getParent()) != nullptr &&
        (unit_.types.record_model(method->getParent())->flags & type_lock) != 0) ||
       unit_.types.is_basic_lockable(method->getParent()))) {
    if (method->getName() == "lock" || method->getName() == "try_lock") flags |= node_acquires;
    if (method->getName() == "unlock") flags |= node_releases;
  }
  const auto* identifier = callee->getIdentifier();
  llvm::StringRef name = identifier != nullptr ? callee->getName() : "";
  name.consume_front("__builtin_");
  name.consume_front("__");
  name.consume_back("_chk");
  if (name == "memset" || name == "bzero") flags |= node_fills;
  if (name == "memcpy" || name == "memmove") flags |= node_fills | node_copies;
  if (!callee->hasBody() && may_write(callee)) flags |= node_writes;
  node(call).flags |= flags;
}

TreeBuilder::Index TreeBuilder::call(const CallExpr* call) {
  const SourceLocation where = call->getExprLoc();
  if (const auto* e = dyn_cast<CXXOperatorCallExpr>(call)) return operator_call(e);
  const FunctionDecl* callee = call->getDirectCallee();
  if (const auto* e = dyn_cast<CXXMemberCallExpr>(call); e != nullptr && e->getMethodDecl() != nullptr) {
    const auto* model = unit_.types.record_model(e->getMethodDecl()->getParent());
    const bool lock = unit_.types.is_basic_lockable(e->getRecordDecl()) ||
                      (model != nullptr && (model->flags & type_lock) != 0);
    if (unit_.in_system_header(e->getMethodDecl()) && !lock) return container_call(e);
    const auto* target = dyn_cast<MemberExpr>(e->getCallee()->IgnoreParens());
    Index object = expression(e->getImplicitObjectArgument());
    if (target == nullptr || !target->isArrow()) object = add(NodeKind::address, where, {object});
    std::vector<Index> arguments{object};
    for (const Expr* argument : e->arguments())
      arguments.push_back(expression(argument));
    return call_of(e->getMethodDecl(), where, std::move(arguments), true);
  }
  std::vector<Index> arguments;
  for (const Expr* argument : call->arguments())
    arguments.push_back(expression(argument));
  const bool standard = callee != nullptr && callee->isInStdNamespace() && callee->getIdentifier() != nullptr;
  if (standard && arguments.size() == 2 && (callee->getName() == "min" || callee->getName() == "max")) {
    const bool smaller = callee->getName() == "min";
    const Index less = add(NodeKind::binary, where, {arguments[0], arguments[1]});
    node(less).op = Operator::less;
    const Index yes = arguments[smaller ? 0 : 1], no = arguments[smaller ? 1 : 0];
    const Index made = add(NodeKind::select, where, {less, yes, no});
    node(made).flags = type_flags(call->getType());
    return made;
  }
  if (standard && arguments.size() == 1 && (callee->getName() == "move" || callee->getName() == "forward"))
    return arguments[0];
  if (callee == nullptr) arguments.push_back(expression(call->getCallee()));
  return call_of(callee, where, std::move(arguments), false);
}

TreeBuilder::Index TreeBuilder::operator_call(const CXXOperatorCallExpr* call) {
  const SourceLocation where = call->getExprLoc();
  const auto* callee = call->getDirectCallee();
  std::vector<Index> arguments;
  for (const Expr* argument : call->arguments())
    arguments.push_back(expression(argument));
  const auto* method = dyn_cast_or_null<CXXMethodDecl>(callee);
  const bool hidden = callee == nullptr || unit_.in_system_header(callee);
  if (!hidden && method != nullptr && method->getParent()->isLambda()) {
    arguments.erase(arguments.begin()); // captures are the enclosing function's variables
    return call_of(callee, where, std::move(arguments), false);
  }
  if (!hidden) {
    if (method != nullptr) arguments[0] = add(NodeKind::address, where, {arguments[0]});
    return call_of(callee, where, std::move(arguments), method != nullptr);
  }
  const Expr* first = call->getArg(0);
  const bool pointer = (type_flags(first->getType()) & node_pointer) != 0;
  const bool atomic = (type_flags(first->getType()) & node_atomic) != 0;
  Index made = 0;
  switch (call->getOperator()) {
  case OO_Subscript: {
    const Index base = pointer ? arguments[0] : storage(arguments[0], where);
    made = add(NodeKind::index, where, {base, arguments[1]});
    break;
  }
  case OO_Star:
  case OO_Arrow:
    if (call->getNumArgs() != 1) break;
    if (call->getOperator() == OO_Arrow) return arguments[0];
    made = add(NodeKind::deref, where, {arguments[0]});
    break;
  case OO_Equal:
  case OO_PlusEqual:
  case OO_MinusEqual:
  case OO_StarEqual:
  case OO_SlashEqual:
    if (atomic) break;
    made = add(NodeKind::assign, where, {arguments[0], arguments[1]});
    node(made).op = call->getOperator() == OO_Equal ? Operator::none : Operator::other;
    break;
  default:
    break;
  }
  if (made == 0) made = add(NodeKind::unknown, where, atomic ? std::vector<Index>{} : std::move(arguments));
  node(made).flags |= type_flags(call->getType());
  node(made).size = size_of(call->getType().getNonReferenceType());
  return made;
}

/// Members of library classes: element accessors, observers, and everything else as a write to the object.
TreeBuilder::Index TreeBuilder::container_call(const CXXMemberCallExpr* call) {
  const SourceLocation where = call->getExprLoc();
  const CXXMethodDecl* method = call->getMethodDecl();
  const auto* target = dyn_cast<MemberExpr>(call->getCallee()->IgnoreParens());
  Index object = expression(call->getImplicitObjectArgument());
  if (target != nullptr && target->isArrow()) object = add(NodeKind::deref, where, {object});
  std::vector<Index> arguments;
  for (const Expr* argument : call->arguments())
    arguments.push_back(expression(argument));
  const std::string name = method->getNameAsString();
  const QualType type = call->getObjectType();
  const std::uint32_t flags = type_flags(type);
  if ((flags & node_atomic) != 0) {
    const Index made = add(NodeKind::unknown, where, std::move(arguments));
    node(made).flags = type_flags(call->getType());
    return made;
  }
  if (name == "at" && arguments.size() == 1) {
    const Index made = add(NodeKind::index, where, {storage(object, where), arguments[0]});
    node(made).flags = type_flags(call->getType());
    node(made).size = size_of(call->getType().getNonReferenceType());
    return made;
  }
  if (name == "data" && arguments.empty()) return storage(object, where); // decays to a pointer
  if (name == "get" && arguments.empty() && (flags & node_pointer) != 0) return object;
  if (is_accessor(method)) {
    if (!method->getReturnType()->isIntegralOrEnumerationType()) {
      const Index made = add(NodeKind::unknown, where, std::move(arguments));
      node(made).flags = type_flags(call->getType());
      return made;
    }
    const Index made = add(NodeKind::member, where, {object}); // size() and the like: one value each
    node(made).name = unit_.symbol("{}." + name);
    node(made).flags = node_integer;
    return made;
  }
  const Index source = add(NodeKind::unknown, where, std::move(arguments));
  const Index written = storage(object, where);
  node(written).flags = node_record;
  const Index made = add(NodeKind::assign, where, {written, source});
  node(made).op = Operator::other;
  node(made).flags = type_flags(call->getType());
  return made;
}

} // namespace burler::extract

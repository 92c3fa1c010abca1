#include "extract/sound_body.h"

namespace burler::extract {
namespace {

using namespace clang;

constexpr int deepest = 2000;

bool sound_type(QualType type) {
  if (type.isNull() || type->isDependentType() || type->isUndeducedType() || type->containsErrors())
    return false;
  const auto* record = type.getNonReferenceType()->getAsCXXRecordDecl();
  return record == nullptr || !record->isInvalidDecl();
}

bool sound_node(const Stmt* statement) {
  if (const auto* expression = dyn_cast<Expr>(statement))
    if (expression->containsErrors() || !sound_type(expression->getType())) return false;
  if (const auto* declarations = dyn_cast<DeclStmt>(statement))
    for (const Decl* decl : declarations->decls()) {
      if (decl->isInvalidDecl()) return false;
      const auto* variable = dyn_cast<VarDecl>(decl);
      if (variable != nullptr && !sound_type(variable->getType())) return false;
    }
  return true;
}

bool sound_statement(const Stmt* statement, int depth) {
  if (statement == nullptr) return true;
  if (depth > deepest || !sound_node(statement)) return false;
  for (const Stmt* child : statement->children())
    if (!sound_statement(child, depth + 1)) return false;
  return true;
}

bool locks_by_name(llvm::StringRef name) {
  return name.contains_insensitive("lock") || name.contains_insensitive("guard") ||
         name.contains_insensitive("mutex");
}

/// Looks for damage that hides a lock operation.
class LockDamage {
public:
  explicit LockDamage(TypeClassifier& types) : types_(types) {}

  /// `damaged`: the statement lies in an expression that Clang did not understand.
  bool in(const Stmt* statement, bool damaged, int depth) {
    if (statement == nullptr) return false;
    if (depth > deepest) return true;
    if (const auto* expression = dyn_cast<Expr>(statement)) {
      damaged |=
          expression->containsErrors() || expression->getType().isNull() || expression->isTypeDependent();
      if (damaged && mentions_lock(expression)) return true;
    }
    if (const auto* declarations = dyn_cast<DeclStmt>(statement))
      for (const Decl* decl : declarations->decls())
        if (const auto* variable = dyn_cast<VarDecl>(decl);
            variable != nullptr && hides_guard(variable, depth))
          return true;
    if (isa<LambdaExpr>(statement)) damaged = false; // its body runs later and is judged as its own function
    for (const Stmt* child : statement->children())
      if (in(child, damaged, depth + 1)) return true;
    return false;
  }

private:
  bool mentions_lock(const Expr* expression) {
    constexpr std::uint32_t locks = summary::type_lock | summary::type_guard | summary::type_condition;
    const QualType type = expression->getType();
    if (!type.isNull() && !type->isDependentType() && (types_.flags(type) & locks) != 0) return true;
    if (const auto* member = dyn_cast<CXXDependentScopeMemberExpr>(expression))
      return locks_by_name(member->getMember().getAsString());
    if (const auto* member = dyn_cast<OverloadExpr>(expression))
      return locks_by_name(member->getName().getAsString());
    return false;
  }

  bool hides_guard(const VarDecl* variable, int depth) {
    const Expr* init = variable->getInit();
    const QualType type = variable->getType();
    const bool damaged = variable->isInvalidDecl() || !sound_type(type);
    if (!damaged && (init == nullptr || !init->containsErrors())) return false;
    if (!type.isNull() && !type->isDependentType() && (types_.flags(type) & summary::type_guard) != 0)
      return true;
    return locks_by_name(variable->getName()) || in(init, true, depth + 1);
  }

  TypeClassifier& types_;
};

bool covers(const SourceManager& sources, SourceRange range, SourceLocation place) {
  const SourceLocation begin = sources.getExpansionLoc(range.getBegin());
  const SourceLocation end = sources.getExpansionLoc(range.getEnd());
  return begin.isValid() && end.isValid() && !sources.isBeforeInTranslationUnit(place, begin) &&
         !sources.isBeforeInTranslationUnit(end, place);
}

/// Something of the statement at `place` is in the tree: an expression or a declaration around it.
bool kept(const SourceManager& sources, const Stmt* statement, SourceLocation place, int depth) {
  if (statement == nullptr || depth > deepest || !covers(sources, statement->getSourceRange(), place))
    return false;
  if (isa<Expr>(statement) || isa<DeclStmt>(statement) || isa<ReturnStmt>(statement)) return true;
  for (const Stmt* child : statement->children())
    if (kept(sources, child, place, depth + 1)) return true;
  return false;
}

} // namespace

bool is_sound(const FunctionDecl* function) {
  if (function->isInvalidDecl() || !sound_type(function->getReturnType())) return false;
  for (const ParmVarDecl* formal : function->parameters())
    if (formal->isInvalidDecl() || !sound_type(formal->getType())) return false;
  if (const auto* method = dyn_cast<CXXMethodDecl>(function);
      method != nullptr && method->getParent()->isInvalidDecl())
    return false;
  if (const auto* constructor = dyn_cast<CXXConstructorDecl>(function))
    for (const CXXCtorInitializer* init : constructor->inits())
      if (!sound_statement(init->getInit(), 0)) return false;
  return sound_statement(function->getBody(), 0);
}

bool is_usable(const FunctionDecl* function, TypeClassifier& types) {
  if (function->getReturnType().isNull() || function->isDependentContext()) return false;
  for (const ParmVarDecl* formal : function->parameters())
    if (formal->getType().isNull() || formal->getType()->isDependentType()) return false;
  LockDamage damage(types);
  if (const auto* constructor = dyn_cast<CXXConstructorDecl>(function))
    for (const CXXCtorInitializer* init : constructor->inits())
      if (damage.in(init->getInit(), false, 0)) return false;
  return !damage.in(function->getBody(), false, 0);
}

bool drops_lock(const FunctionDecl* function, const std::vector<SourceLocation>& errors) {
  const SourceManager& sources = function->getASTContext().getSourceManager();
  if (function->getBody() == nullptr) return false;
  for (const SourceLocation error : errors) {
    const SourceLocation place = sources.getExpansionLoc(error);
    if (!covers(sources, function->getBody()->getSourceRange(), place)) continue;
    if (kept(sources, function->getBody(), place, 0)) continue;
    const llvm::StringRef rest(sources.getCharacterData(place));
    if (locks_by_name(rest.take_until([](char c) { return c == ';' || c == '{' || c == '}'; }))) return true;
  }
  return false;
}

} // namespace burler::extract

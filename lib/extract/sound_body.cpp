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

bool sound_statement(const Stmt* statement, int depth) {
  if (statement == nullptr) return true;
  if (depth > deepest) return false;
  if (const auto* expression = dyn_cast<Expr>(statement))
    if (expression->containsErrors() || !sound_type(expression->getType())) return false;
  if (const auto* declarations = dyn_cast<DeclStmt>(statement))
    for (const Decl* decl : declarations->decls()) {
      if (decl->isInvalidDecl()) return false;
      const auto* variable = dyn_cast<VarDecl>(decl);
      if (variable != nullptr && !sound_type(variable->getType())) return false;
    }
  for (const Stmt* child : statement->children())
    if (!sound_statement(child, depth + 1)) return false;
  return true;
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

} // namespace burler::extract

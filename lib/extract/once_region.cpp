// `static bool first = true; lock; if (first) { ...; first = false; }`: C's way to initialise once. What the
// branch does happens at most once and before everything that passed the same lock later.
#include "extract/function_extractor.h"

namespace burler::extract {

using namespace clang;
using namespace summary;

namespace {

const VarDecl* static_flag(const Expr* condition) {
  condition = condition->IgnoreParenImpCasts();
  if (const auto* unary = dyn_cast<UnaryOperator>(condition);
      unary != nullptr && unary->getOpcode() == UO_LNot)
    return static_flag(unary->getSubExpr());
  const auto* name = dyn_cast<DeclRefExpr>(condition);
  const auto* variable = name != nullptr ? dyn_cast<VarDecl>(name->getDecl()) : nullptr;
  const bool flag =
      variable != nullptr && variable->hasGlobalStorage() && variable->getType()->isIntegerType();
  return flag ? variable : nullptr;
}

bool sets(const Stmt* statement, const VarDecl* flag, int depth) {
  if (statement == nullptr || depth > 6) return false;
  if (const auto* assignment = dyn_cast<BinaryOperator>(statement);
      assignment != nullptr && assignment->getOpcode() == BO_Assign)
    if (const auto* name = dyn_cast<DeclRefExpr>(assignment->getLHS()->IgnoreParenImpCasts()))
      return name->getDecl()->getCanonicalDecl() == flag->getCanonicalDecl();
  for (const Stmt* child : statement->children())
    if (sets(child, flag, depth + 1)) return true;
  return false;
}

} // namespace

void FunctionExtractor::note_once_region(const Stmt* terminator) {
  const auto* branch = dyn_cast_or_null<IfStmt>(terminator);
  if (!takes_locks_ || branch == nullptr || branch->getCond() == nullptr) return;
  const VarDecl* flag = static_flag(branch->getCond());
  if (flag != nullptr && sets(branch->getThen(), flag, 0))
    once_regions_.push_back(branch->getThen()->getSourceRange());
}

bool FunctionExtractor::in_once_region(SourceLocation location) const {
  if (once_regions_.empty() || location.isInvalid()) return false;
  const SourceManager& sources = context_.getSourceManager();
  location = sources.getFileLoc(location);
  for (const SourceRange& region : once_regions_)
    if (!sources.isBeforeInTranslationUnit(location, sources.getFileLoc(region.getBegin())) &&
        !sources.isBeforeInTranslationUnit(sources.getFileLoc(region.getEnd()), location))
      return true;
  return false;
}

} // namespace burler::extract

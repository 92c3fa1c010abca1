#include "extract/tree_builder.h"

#include "clang/AST/OpenMPClause.h"
#include "llvm/Frontend/OpenMP/OMP.h"

namespace burler::extract {

using namespace clang;
using namespace summary;

namespace {

// Clang 20 made a list of the one expression.
[[maybe_unused]] const Expr* first(const Expr* only) { return only; }
[[maybe_unused]] const Expr* first(llvm::ArrayRef<Expr*> list) {
  return list.empty() ? nullptr : list.front();
}

} // namespace

/// From the words of the directive's name: "teams distribute parallel for simd".
std::uint32_t TreeBuilder::parts(OpenMPDirectiveKind kind) {
  static constexpr std::pair<llvm::StringLiteral, std::uint32_t> words[] = {
      {"parallel", omp_parallel},
      {"for", omp_for},
      {"sections", omp_sections},
      {"section", omp_section},
      {"single", omp_single},
      {"master", omp_master},
      {"masked", omp_master},
      {"critical", omp_critical},
      {"barrier", omp_barrier},
      {"task", omp_task},
      {"taskloop", omp_taskloop},
      {"taskwait", omp_taskwait},
      {"taskgroup", omp_taskgroup},
      {"simd", omp_simd},
      {"teams", omp_teams},
      {"distribute", omp_distribute},
      {"target", omp_target},
      {"ordered", omp_ordered},
      {"atomic", omp_atomic},
      {"flush", omp_flush},
      {"loop", omp_for},
  };
  llvm::StringRef name = llvm::omp::getOpenMPDirectiveName(kind);
  std::uint32_t result = 0;
  llvm::SmallVector<llvm::StringRef, 6> list;
  name.split(list, ' ', -1, false);
  for (const llvm::StringRef word : list)
    for (const auto& [text, part] : words)
      if (word == text) result |= part;
  // `target data`, `target update` and the like run nothing in parallel.
  if (name.contains("data") || name.contains("update") || name.contains("declare")) result = omp_other;
  return result != 0 ? result : static_cast<std::uint32_t>(omp_other);
}

void TreeBuilder::sharing(Directive& out, Sharing kind, const OMPClause* clause,
                          llvm::ArrayRef<const Expr*> items) {
  for (const Expr* item : items) {
    const Expr* named = item->IgnoreParenImpCasts();
    while (true) { // array sections and elements name their array
      if (const auto* e = dyn_cast<ArraySubscriptExpr>(named)) named = e->getBase()->IgnoreParenImpCasts();
#if CLANG_VERSION_MAJOR >= 20
      else if (const auto* s = dyn_cast<ArraySectionExpr>(named))
        named = s->getBase()->IgnoreParenImpCasts();
#endif
      else
        break;
    }
    const auto* reference = dyn_cast<DeclRefExpr>(named);
    if (reference == nullptr || !isa<VarDecl>(reference->getDecl())) continue;
    SharingClause made;
    made.kind = kind;
    made.variable = variable(reference->getDecl());
    made.is_implicit = clause->isImplicit();
    out.sharing.push_back(made);
  }
}

void TreeBuilder::depend(Directive& out, const OMPDependClause* clause) {
  DependKind kind = DependKind::other;
  switch (clause->getDependencyKind()) {
  case OMPC_DEPEND_in:
    kind = DependKind::in;
    break;
  case OMPC_DEPEND_out:
    kind = DependKind::out;
    break;
  case OMPC_DEPEND_inout:
    kind = DependKind::inout;
    break;
  case OMPC_DEPEND_mutexinoutset:
    kind = DependKind::mutexinoutset;
    break;
  case OMPC_DEPEND_inoutset:
    kind = DependKind::inoutset;
    break;
  case OMPC_DEPEND_source:
  case OMPC_DEPEND_sink:
    out.flags |= directive_doacross;
    return;
  default:
    break;
  }
  for (const Expr* item : clause->varlist()) {
    const Expr* named = item->IgnoreParenImpCasts();
    Index place = 0;
#if CLANG_VERSION_MAJOR >= 20
    if (const auto* section = dyn_cast<ArraySectionExpr>(named)) {
      // The dependence type compares storage locations; the section's first element stands for it.
      const Index base = expression(section->getBase());
      const Index start = section->getLowerBound() != nullptr ? expression(section->getLowerBound())
                                                              : constant(0, section->getExprLoc());
      place = add(NodeKind::index, section->getExprLoc(), {base, start});
    }
#endif
    if (place == 0) place = expression(named);
    out.depends.push_back({kind, place});
  }
}

void TreeBuilder::clause(Directive& out, const OMPClause* clause) {
  const auto list = [&](Sharing kind, const auto* with_variables) {
    sharing(out, kind, clause, {with_variables->varlist_begin(), with_variables->varlist_end()});
  };
  if (const auto* c = dyn_cast<OMPSharedClause>(clause)) return list(Sharing::shared, c);
  if (const auto* c = dyn_cast<OMPPrivateClause>(clause)) return list(Sharing::private_, c);
  if (const auto* c = dyn_cast<OMPFirstprivateClause>(clause)) return list(Sharing::firstprivate, c);
  if (const auto* c = dyn_cast<OMPLastprivateClause>(clause)) return list(Sharing::lastprivate, c);
  if (const auto* c = dyn_cast<OMPReductionClause>(clause)) return list(Sharing::reduction, c);
  if (const auto* c = dyn_cast<OMPInReductionClause>(clause)) return list(Sharing::reduction, c);
  if (const auto* c = dyn_cast<OMPTaskReductionClause>(clause)) return list(Sharing::shared, c);
  if (const auto* c = dyn_cast<OMPCopyinClause>(clause)) return list(Sharing::copyin, c);
  if (const auto* c = dyn_cast<OMPCopyprivateClause>(clause)) return list(Sharing::copyprivate, c);
  if (const auto* c = dyn_cast<OMPLinearClause>(clause)) {
    const std::size_t from = out.sharing.size();
    list(Sharing::linear, c);
    const Index step = c->getStep() != nullptr ? expression(c->getStep()) : 0;
    for (std::size_t i = from; i < out.sharing.size(); ++i)
      out.sharing[i].step = step;
    return;
  }
  if (const auto* c = dyn_cast<OMPDependClause>(clause)) return depend(out, c);
  if (isa<OMPDoacrossClause>(clause)) out.flags |= directive_doacross;
  if (isa<OMPNowaitClause>(clause)) out.flags |= directive_nowait;
  if (isa<OMPNogroupClause>(clause)) out.flags |= directive_nogroup;
  if (isa<OMPMergeableClause>(clause)) out.flags |= directive_mergeable;
  if (isa<OMPReleaseClause, OMPSeqCstClause, OMPAcqRelClause>(clause)) out.flags |= directive_release;
  if (isa<OMPAcquireClause, OMPSeqCstClause, OMPAcqRelClause>(clause)) out.flags |= directive_acquire;
  const auto number = [&](const Expr* e) {
    const std::optional<llvm::APSInt> value =
        e == nullptr || e->isValueDependent() ? std::nullopt : e->getIntegerConstantExpr(unit_.context);
    return value ? static_cast<std::uint32_t>(value->getExtValue()) : 1u;
  };
  if (const auto* c = dyn_cast<OMPOrderedClause>(clause)) {
    out.flags |= directive_ordered;
    if (c->getNumForLoops() != nullptr) out.ordered_loops = number(c->getNumForLoops());
  }
  if (const auto* c = dyn_cast<OMPCollapseClause>(clause)) out.collapse = number(c->getNumForLoops());
  if (const auto* c = dyn_cast<OMPSafelenClause>(clause)) out.safelen = number(c->getSafelen());
  if (const auto* c = dyn_cast<OMPScheduleClause>(clause)) {
    out.schedule = c->getScheduleKind() == OMPC_SCHEDULE_static ? ScheduleKind::static_ : ScheduleKind::other;
    if (c->getChunkSize() != nullptr) out.chunk = expression(c->getChunkSize());
  }
  if (const auto* c = dyn_cast<OMPIfClause>(clause)) out.condition = expression(c->getCondition());
  if (const auto* c = dyn_cast<OMPFinalClause>(clause)) out.final_ = expression(c->getCondition());
  if (const auto* c = dyn_cast<OMPNumThreadsClause>(clause)) out.num_threads = expression(c->getNumThreads());
  if (const auto* c = dyn_cast<OMPNumTeamsClause>(clause)) {
    if (const Expr* count = first(c->getNumTeams())) out.num_teams = expression(count);
  }
}

TreeBuilder::Index TreeBuilder::directive(const OMPExecutableDirective* statement) {
  Directive made;
  made.parts = parts(statement->getDirectiveKind());
  for (const OMPClause* each : statement->clauses())
    clause(made, each);
  if (const auto* critical = dyn_cast<OMPCriticalDirective>(statement))
    made.name = unit_.symbol("critical(" + critical->getDirectiveName().getAsString() + ")");
  Index body = 0;
  if (statement->hasAssociatedStmt() && statement->getAssociatedStmt() != nullptr)
    body = this->statement(statement->getRawStmt());
  if (const auto* atomic = dyn_cast<OMPAtomicDirective>(statement); atomic != nullptr && atomic->getX())
    made.subject = expression(atomic->getX());
  const Index result = add(NodeKind::directive, statement->getBeginLoc(), {body});
  node(result).value = static_cast<std::int64_t>(out_.directives.size());
  out_.directives.push_back(std::move(made));
  return result;
}

} // namespace burler::extract

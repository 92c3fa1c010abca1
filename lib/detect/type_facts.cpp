#include "detect/type_facts.h"

namespace burler::detect {
namespace {

const summary::Type* root_type(const summary::Program& program, const PathTable& paths,
                               const PathRoot& derived) {
  const PathRoot root = paths.original(derived);
  if (root.kind == RootKind::global) {
    const summary::Global* g = program.global(root.entity);
    return g == nullptr ? nullptr : &g->type;
  }
  const summary::Function* f = program.function(root.entity);
  if (f == nullptr) return nullptr;
  if (root.kind == RootKind::formal && root.index < f->formals.size()) return &f->formals[root.index].type;
  if (root.kind == RootKind::local && root.index < f->locals.size()) return &f->locals[root.index].type;
  return nullptr;
}

} // namespace

const summary::Type* declared_type(const summary::Program& program, const PathTable& paths,
                                   const AccessPath& path) {
  for (auto step = path.steps.rbegin(); step != path.steps.rend(); ++step) {
    if (step->kind != StepKind::field) continue;
    const summary::Field* field = program.field(step->owner, step->name);
    return field == nullptr ? nullptr : &field->type;
  }
  return root_type(program, paths, path.root);
}

const summary::Type* exact_type(const summary::Program& program, const PathTable& paths,
                                const AccessPath& path) {
  if (!path.steps.empty() && path.steps.back().kind != StepKind::field) return nullptr;
  return declared_type(program, paths, path);
}

} // namespace burler::detect

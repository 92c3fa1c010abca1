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

PathId inner_lock(PathContext context, PathId lock) {
  const summary::Type* type = declared_type(context.program, context.paths, context.paths[lock]);
  if (type == nullptr || (type->has(summary::type_lock) && !type->has(summary::type_pointer))) return lock;
  const summary::Class* wrapper = context.program.find_class(type->class_usr);
  if (wrapper == nullptr) return lock;
  const summary::Field* only = nullptr;
  for (const summary::Field& f : wrapper->fields)
    if (f.type.has(summary::type_lock)) {
      if (only != nullptr) return lock;
      only = &f;
    }
  return only == nullptr ? lock : context.paths.add_field(lock, only->name, wrapper->usr);
}

const summary::Type* exact_type(const summary::Program& program, const PathTable& paths,
                                const AccessPath& path) {
  if (!path.steps.empty() && path.steps.back().kind != StepKind::field) return nullptr;
  return declared_type(program, paths, path);
}

} // namespace burler::detect

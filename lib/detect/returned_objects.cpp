#include "detect/returned_objects.h"

#include "detect/type_facts.h"

namespace burler::detect {
namespace {

constexpr int deepest = 3;

bool object_of_class(const summary::Type* type) {
  return type != nullptr && type->class_usr && type->has(summary::type_class) &&
         !type->has(summary::type_pointer) && !type->has(summary::type_reference);
}

} // namespace

ReturnedObjects::ReturnedObjects(Facts& facts) : facts_(facts) {
  for (const summary::Global& g : facts.program.globals)
    if (g.type.class_usr && facts.program.symbols.text(g.usr).starts_with("returned:"))
      by_class_.emplace(g.type.class_usr, g.usr);
}

void ReturnedObjects::emit(const Instance& i, PathRoot object, std::size_t from,
                           std::vector<Instance>& out) const {
  Instance other = i;
  const AccessPath full = facts_.paths[i.path];
  AccessPath path{object, {}};
  path.steps.assign(full.steps.begin() + static_cast<std::ptrdiff_t>(from), full.steps.end());
  other.path = facts_.paths.intern(path);
  if (other.path != 0 && other.path != i.path) out.push_back(other);
}

void ReturnedObjects::inside(const Instance& i, Symbol class_usr, int depth,
                             std::vector<Instance>& out) const {
  const summary::Class* c = facts_.program.find_class(class_usr);
  if (c == nullptr || depth > deepest) return;
  for (const summary::Field& f : c->fields) {
    if (!object_of_class(&f.type)) continue;
    if (const auto found = by_class_.find(f.type.class_usr); found != by_class_.end())
      emit(i, {RootKind::global, 0, found->second}, facts_.paths[i.path].steps.size(), out);
    inside(i, f.type.class_usr, depth + 1, out);
  }
}

void ReturnedObjects::add(const Instance& i, std::vector<Instance>& out) const {
  if (by_class_.empty()) return;
  const AccessPath full = facts_.paths[i.path];
  const summary::Global* variable = facts_.program.global(full.root.entity);
  if (variable == nullptr || variable->internal_linkage || variable->owner) return;
  for (std::size_t length = 0; length <= full.steps.size(); ++length) {
    if (length > 0 && full.steps[length - 1].kind != StepKind::field) return;
    const AccessPath part{full.root,
                          {full.steps.begin(), full.steps.begin() + static_cast<std::ptrdiff_t>(length)}};
    const summary::Type* type = exact_type(facts_.program, facts_.paths, part);
    if (!object_of_class(type)) continue;
    if (const auto found = by_class_.find(type->class_usr); found != by_class_.end())
      emit(i, {RootKind::global, 0, found->second}, length, out);
    if (length == full.steps.size()) inside(i, type->class_usr, 0, out);
  }
}

} // namespace burler::detect

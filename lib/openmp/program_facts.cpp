#include "openmp/program_facts.h"

namespace burler::openmp {

using namespace summary;

namespace {

/// The variable an lvalue is part of, or null: a[i].x -> a. Pointers are not followed.
const TreeVariable* base_variable(const FunctionTree& tree, std::uint32_t node) {
  while (node != 0) {
    const Node& n = tree.nodes[node];
    if (n.kind == NodeKind::variable) return &tree.variables[static_cast<std::size_t>(n.value)];
    if (n.kind == NodeKind::member || (n.kind == NodeKind::index && tree.nodes[n.kids[0]].has(node_array)))
      node = n.kids[0];
    else
      return nullptr;
  }
  return nullptr;
}

} // namespace

ProgramFacts::ProgramFacts(const Program& p) : program(p) {
  for (const FunctionTree& t : p.trees)
    trees_.emplace(t.usr, &t);
  for (const FunctionTree& t : p.trees)
    for (const Node& n : t.nodes) {
      if (n.kind == NodeKind::call && n.name != t.usr) called_.insert(n.name);
      // The address of a table's element may be handed on; only direct stores and addresses of all of it
      // count.
      const bool changes = n.kind == NodeKind::assign || n.kind == NodeKind::address;
      if (!changes || n.kids.empty()) continue;
      if (const TreeVariable* v = base_variable(t, n.kids[0])) changed_.insert(v->key);
    }
  for (const ConstantTable& t : p.tables)
    if (t.is_const || !changed_.contains(t.key)) tables_.emplace(t.key, &t.values);
}

const FunctionTree* ProgramFacts::tree(Symbol usr) const {
  const auto found = trees_.find(usr);
  return found == trees_.end() ? nullptr : found->second;
}

const std::vector<std::int64_t>* ProgramFacts::constant_values(Symbol key) const {
  const auto found = tables_.find(key);
  return found == tables_.end() ? nullptr : found->second;
}

const ProgramFacts::Effects& ProgramFacts::of_function(Symbol usr) const {
  const auto [entry, added] = functions_.try_emplace(usr);
  if (added) { // recursion meets the empty entry, which the outer call completes
    if (const FunctionTree* t = tree(usr)) {
      Effects found;
      collect(*t, t->root, found);
      functions_[usr] = std::move(found);
    }
  }
  return functions_[usr];
}

void ProgramFacts::collect(const FunctionTree& t, std::uint32_t node, Effects& out) const {
  if (node == 0) return;
  const Node& n = t.nodes[node];
  if (n.kind == NodeKind::directive) {
    const Directive& d = t.directives[static_cast<std::size_t>(n.value)];
    out.parts |= d.parts;
    // Worksharing ends with a barrier.
    if ((d.parts & (omp_for | omp_sections | omp_single)) != 0 && !d.has(directive_nowait) &&
        !d.has(omp_parallel) && !d.has(omp_distribute))
      out.parts |= omp_barrier;
  }
  if (n.kind == NodeKind::call && tree(n.name) != nullptr) {
    const Effects& callee = of_function(n.name);
    out.parts |= callee.parts;
    const std::set<Symbol> globals = callee.globals;
    out.globals.insert(globals.begin(), globals.end());
  }
  if (n.kind == NodeKind::assign || n.kind == NodeKind::address ||
      (n.kind == NodeKind::call && n.has(node_writes)))
    for (const std::uint32_t kid : n.kids) {
      if (const TreeVariable* v = base_variable(t, kid)) out.globals.insert(v->key);
      if (n.kind != NodeKind::call) break;
    }
  for (const std::uint32_t kid : n.kids)
    collect(t, kid, out);
}

ProgramFacts::Effects ProgramFacts::effects(const FunctionTree& t, std::uint32_t node) const {
  const auto key = std::pair{&t, node};
  if (const auto known = nodes_.find(key); known != nodes_.end()) return known->second;
  Effects found;
  collect(t, node, found);
  nodes_[key] = found;
  return found;
}

std::uint32_t ProgramFacts::parts(const FunctionTree& t, std::uint32_t node) const {
  return effects(t, node).parts;
}

std::vector<Symbol> ProgramFacts::assigned(const FunctionTree& t, std::uint32_t node) const {
  const Effects found = effects(t, node);
  return {found.globals.begin(), found.globals.end()};
}

} // namespace burler::openmp

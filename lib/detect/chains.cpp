// Pointers that walk along a chain: `for (p = list; p; p = p->next)`. Which node p is at is not known; that
// it is one of the nodes that hang on `list` is. The nodes of a chain are one region, named by its head
// (region inference as in Goblint: Seidl, Vojdani, "Region analysis for race detection", SAS 2009, here per
// pointer and without regions that meet).
#include "detect/function_analysis.h"

#include <algorithm>

namespace burler::detect {
namespace {

/// The field points to an object of the class that it is a field of.
bool links(const summary::Program& program, const PathStep& step) {
  const summary::Field* field = step.kind == StepKind::field ? program.field(step.owner, step.name) : nullptr;
  return field != nullptr && field->type.has(summary::type_pointer) && field->type.class_usr == step.owner;
}

/// From one node to the next: `p->next`, `node_of(p)->links.next`, or from a link to the node around it.
bool stays_in_chain(const summary::Program& program, const AccessPath& source) {
  if (source.steps.empty()) return true;
  if (source.steps.front().kind != StepKind::deref) return false;
  const auto embedded = [](const PathStep& s) {
    return s.kind == StepKind::field || s.kind == StepKind::index;
  };
  if (!std::all_of(source.steps.begin() + 1, source.steps.end(), embedded)) return false;
  const PathStep& last = source.steps.back();
  const bool node_around = source.steps.size() == 2 && last.kind == StepKind::index && !last.name;
  return node_around || links(program, last);
}

} // namespace

const Binding* FunctionAnalysis::chain(const FlowState& state, PathId pointer) const {
  for (const auto& [key, origin] : state.chains)
    if (key == pointer) return &origin;
  return nullptr;
}

/// `key` receives what `source` names: the head of a chain, or some node of one that is known.
void FunctionAnalysis::note_chain(const summary::Event& e, FlowState& state, PathId key, PathId source) {
  // What hung on the old value of `key` hangs on nothing that we can name.
  std::erase_if(state.chains, [&](const auto& c) {
    return !c.second.by_reference && facts_.paths.starts_with(c.second.target, key);
  });
  const AccessPath& target = facts_.paths[key];
  if (target.root.kind != RootKind::local || !target.steps.empty()) return;
  Binding origin;
  const bool variable = e.path.root.kind == RootKind::local || e.path.root.kind == RootKind::call_result;
  if (const Binding* known = variable ? chain(state, intern({e.path.root, {}})) : nullptr) {
    if (stays_in_chain(facts_.program, e.path)) origin = *known;
  } else if (source != 0) {
    const RootKind root = facts_.paths[source].root.kind;
    if (root == RootKind::global || root == RootKind::self || root == RootKind::formal)
      origin = {source, (e.by_reference & 1) != 0, {}};
  }
  set_chain(state, key, origin);
}

void FunctionAnalysis::set_chain(FlowState& state, PathId key, const Binding& origin) {
  std::erase_if(state.chains, [&](const auto& c) { return c.first == key; });
  if (origin.target == 0) return;
  const std::pair<PathId, Binding> added{key, origin};
  state.chains.insert(std::lower_bound(state.chains.begin(), state.chains.end(), added), added);
}

/// The path by the head of the chain that its pointer walks along; itself when there is none, or when a lock
/// is held that is reached by the same pointer: that is the node's own, and as unknown as the node.
PathId FunctionAnalysis::by_chain(const FlowState& state, PathId path, SetId held) {
  if (path == 0 || state.chains.empty()) return path;
  const AccessPath full = facts_.paths[path];
  const bool pointer = (full.root.kind == RootKind::local || full.root.kind == RootKind::call_result) &&
                       !full.steps.empty() && full.steps.front().kind == StepKind::deref;
  const Binding* origin = pointer ? chain(state, intern({full.root, {}})) : nullptr;
  if (origin == nullptr) return path;
  const auto& items = facts_.sets[held];
  if (std::any_of(items.begin(), items.end(),
                  [&](std::uint32_t item) { return facts_.paths[lock_of(item)].root == full.root; }))
    return path;
  const PathId walked = facts_.paths.join(origin->target, full, origin->by_reference ? 1 : 0);
  PathContext context = facts_.context();
  return walked == 0 ? path : state.env.resolve(context, walked);
}

} // namespace burler::detect

// Elements of arrays are named by the text of their index. When a variable in that text changes, what was
// said of `a[i]` is about another element than `a[i]` from then on: paths that were made before keep the
// text, with the variable's own name as the owner of the step to mark it as an old one.
#include "detect/function_analysis.h"

#include <algorithm>
#include <cctype>

namespace burler::detect {
namespace {

bool is_name(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

bool mentions(std::string_view text, std::string_view name) {
  for (std::size_t at = text.find(name); at != std::string_view::npos; at = text.find(name, at + 1)) {
    const bool begins = at == 0 || !is_name(text[at - 1]);
    const bool ends = at + name.size() == text.size() || !is_name(text[at + name.size()]);
    if (begins && ends) return true;
  }
  return false;
}

} // namespace

PathId FunctionAnalysis::with_old_index(PathId path, std::string_view variable) {
  AccessPath full = facts_.paths[path];
  bool changed = false;
  for (PathStep& s : full.steps)
    if (s.kind == StepKind::index && mentions(facts_.program.symbols.text(s.name), variable)) {
      changed = changed || s.owner != s.name;
      s.owner = s.name;
    }
  return changed ? intern(full) : path;
}

void FunctionAnalysis::constant_event(const summary::Event& e, FlowState& state) {
  if (e.names.empty()) return;
  const Symbol subject = e.names.front();
  std::erase_if(state.outcomes, [&](const auto& o) { return o.first == subject; });
  if (e.size != 0) state.outcomes.emplace_back(subject, e.size - 1);
  const std::string& text = facts_.program.symbols.text(subject);
  const std::string_view variable = std::string_view(text).substr(0, text.find('#'));
  if (variable.empty()) return;
  state.at.held = facts_.sets.map(state.at.held, [&](std::uint32_t item) {
    return held_item(with_old_index(lock_of(item), variable), mode_of(item));
  });
  state.handed = facts_.sets.map(state.handed, [&](PathId p) { return with_old_index(p, variable); });
  for (auto& [key, origin] : state.chains)
    origin.target = with_old_index(origin.target, variable);
  PathContext context = facts_.context();
  state.env.rename(context, [&](PathId p) { return with_old_index(p, variable); });
}

/// `&args[i]` is handed over: until i changes, `args[i]` is that thread's element.
void FunctionAnalysis::note_handed(const summary::Event& e, FlowState& state,
                                   const std::vector<PathId>& operands) {
  for (std::size_t i = 0; i < operands.size() && i < 64; ++i) {
    const auto& steps = facts_.paths[operands[i]].steps;
    if ((e.by_reference >> i & 1) != 0 && !steps.empty() && steps.back().kind == StepKind::index &&
        steps.back().name && !steps.back().owner)
      state.handed = facts_.sets.insert(state.handed, operands[i]);
  }
}

bool FunctionAnalysis::is_handed(const FlowState& state, PathId path) {
  const auto& all = facts_.sets[state.handed];
  return std::any_of(all.begin(), all.end(), [&](PathId p) { return facts_.paths.starts_with(path, p); });
}

} // namespace burler::detect

#include "detect/call_graph.h"

#include <algorithm>
#include <limits>

namespace burler::detect {

CallGraph::CallGraph(const summary::Program& program, const CallTargets& targets)
    : callees_(program.functions.size()), called_(program.functions.size()),
      has_body_(program.functions.size()) {
  for (std::uint32_t i = 0; i < program.functions.size(); ++i) {
    const summary::Function& f = program.functions[i];
    has_body_[i] = !f.blocks.empty();
    auto& out = callees_[i];
    std::uint32_t number = 0;
    for (const summary::Block& block : f.blocks)
      for (const summary::Event& e : block.events) {
        const std::uint32_t event = number++;
        for (const Symbol pointed : targets.of(f.usr, event))
          out.push_back(program.function_index.at(pointed));
        for (const AccessPath& operand : e.operands) // a function handed over by its name may be run
          if (operand.root.kind == RootKind::global && operand.steps.empty())
            if (const auto found = program.function_index.find(operand.root.entity);
                found != program.function_index.end())
              out.push_back(found->second);
        if (!e.callee) continue;
        if (const auto found = program.function_index.find(e.callee); found != program.function_index.end())
          out.push_back(found->second);
        if (const auto more = program.overriders.find(e.callee);
            e.has(summary::flag_virtual) && more != program.overriders.end())
          out.insert(out.end(), more->second.begin(), more->second.end());
      }
    std::sort(out.begin(), out.end());
    out.erase(std::unique(out.begin(), out.end()), out.end());
    for (const std::uint32_t callee : out)
      if (callee != i) called_[callee] = true;
  }
}

std::vector<std::vector<std::uint32_t>> CallGraph::bottom_up() const {
  constexpr std::uint32_t none = std::numeric_limits<std::uint32_t>::max();
  std::vector<std::uint32_t> number(callees_.size(), none), low(callees_.size());
  std::vector<bool> on_stack(callees_.size());
  std::vector<std::uint32_t> stack;
  std::vector<std::pair<std::uint32_t, std::size_t>> calls;
  std::vector<std::vector<std::uint32_t>> components;
  std::uint32_t counter = 0;
  const auto enter = [&](std::uint32_t f) {
    number[f] = low[f] = counter++;
    stack.push_back(f);
    on_stack[f] = true;
    calls.emplace_back(f, 0);
  };
  for (std::uint32_t start = 0; start < callees_.size(); ++start) {
    if (number[start] != none || !has_body_[start]) continue;
    enter(start);
    while (!calls.empty()) {
      auto& [f, next] = calls.back();
      if (next < callees_[f].size()) {
        const std::uint32_t callee = callees_[f][next++];
        if (!has_body_[callee]) continue;
        if (number[callee] == none)
          enter(callee);
        else if (on_stack[callee])
          low[f] = std::min(low[f], number[callee]);
        continue;
      }
      const std::uint32_t done = f;
      calls.pop_back();
      if (!calls.empty()) low[calls.back().first] = std::min(low[calls.back().first], low[done]);
      if (low[done] != number[done]) continue;
      std::vector<std::uint32_t> component;
      for (std::uint32_t member = none; member != done;) {
        member = stack.back();
        stack.pop_back();
        on_stack[member] = false;
        component.push_back(member);
      }
      components.push_back(std::move(component));
    }
  }
  return components;
}

bool CallGraph::calls_itself(std::uint32_t function) const {
  return std::binary_search(callees_[function].begin(), callees_[function].end(), function);
}

std::unordered_set<std::uint32_t> CallGraph::reachable(const std::vector<std::uint32_t>& from) const {
  std::unordered_set<std::uint32_t> seen;
  std::vector<std::uint32_t> open = from;
  while (!open.empty()) {
    const std::uint32_t f = open.back();
    open.pop_back();
    if (!seen.insert(f).second) continue;
    open.insert(open.end(), callees_[f].begin(), callees_[f].end());
  }
  return seen;
}

} // namespace burler::detect

// The call graph of the program and its bottom-up order.
#pragma once

#include "detect/call_targets.h"
#include "summary/program.h"

#include <cstdint>
#include <unordered_set>
#include <vector>

namespace burler::detect {

class CallGraph {
public:
  /// Linear in the number of events. Forked and once-run functions are callees too: their summaries are
  /// needed.
  CallGraph(const summary::Program& program, const CallTargets& targets);

  /// Strongly connected components (Tarjan, SIAM J. Comput. 1972), callees before callers; functions without
  /// a body are left out. Recursive components have several members or call themselves.
  std::vector<std::vector<std::uint32_t>> bottom_up() const;
  const std::vector<std::uint32_t>& callees(std::uint32_t function) const { return callees_[function]; }
  bool calls_itself(std::uint32_t function) const;
  /// Everything reachable from the given functions, themselves included.
  std::unordered_set<std::uint32_t> reachable(const std::vector<std::uint32_t>& from) const;
  bool has_callers(std::uint32_t function) const { return called_[function]; }

private:
  std::vector<std::vector<std::uint32_t>> callees_;
  std::vector<bool> called_;
  std::vector<bool> has_body_;
};

} // namespace burler::detect

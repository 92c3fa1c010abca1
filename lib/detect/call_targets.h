// What calls through pointers may run: the functions whose address flows into the field, variable or
// parameter that is called, whatever the order of execution and the object (field-based, as in Heintze and
// Tardieu, PLDI 2001).
#pragma once

#include "summary/program.h"

#include <cstdint>
#include <map>
#include <vector>

namespace burler::detect {

class CallTargets {
public:
  /// Near-linear in the events of the program: sets are bounded.
  explicit CallTargets(const summary::Program& program);

  /// Functions with a body that event number `event` of `function` may run; empty when it names its callee,
  /// when none is known and when there are too many to say anything.
  const std::vector<Symbol>& of(Symbol function, std::uint32_t event) const;

  static constexpr std::size_t most_targets = 6;

private:
  std::map<std::pair<Symbol, std::uint32_t>, std::vector<Symbol>> targets_;
};

} // namespace burler::detect

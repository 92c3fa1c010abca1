// What calls through pointers may run: the functions whose address flows into the field, variable or
// parameter that is called, whatever the order of execution and the object (field-based, as in Heintze and
// Tardieu, PLDI 2001).
#pragma once

#include "summary/program.h"

#include <cstdint>
#include <map>
#include <set>
#include <vector>

namespace burler::detect {

class CallTargets {
public:
  /// Near-linear in the events of the program: sets are bounded. With `closures`, what std::function objects
  /// are made from counts too; which object such a closure refers to is not told.
  explicit CallTargets(const summary::Program& program, bool closures = false);

  /// Functions with a body that event number `event` of `function` may run; empty when it names its callee,
  /// when none is known and when there are too many to say anything.
  const std::vector<Symbol>& of(Symbol function, std::uint32_t event) const;

  /// Code that is not seen may be called there too: what arrives by a parameter of a function that nobody in
  /// the program calls, or nothing is known.
  bool open(Symbol function, std::uint32_t event) const { return !closed_.contains({function, event}); }

  static constexpr std::size_t most_targets = 6;

private:
  std::map<std::pair<Symbol, std::uint32_t>, std::vector<Symbol>> targets_;
  std::set<std::pair<Symbol, std::uint32_t>> closed_;
};

} // namespace burler::detect

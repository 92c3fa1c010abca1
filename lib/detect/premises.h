// What must be true of a function's parameters for control to reach an event: "only with `wait` == true".
// A caller that passes another constant does not get there. Of the branches around the event only those count
// that test one parameter, which the function never changes, against a constant.
#pragma once

#include "summary/translation_unit.h"

#include <cstdint>
#include <vector>

namespace burler::detect {

struct Premise {
  std::int32_t formal = -1; ///< -1: none
  Symbol value;
  bool equal = true; ///< the parameter is the value, or is not
  /// The call passes a constant that the premise rules out. Constants: Event::names of a call.
  bool denied_by(const summary::Event& call) const;
};

class Premises {
public:
  /// Quadratic in the blocks at worst; functions above `most_blocks` have no premises.
  explicit Premises(const summary::Function& function);
  /// Of the events of the block.
  const Premise& of(std::uint32_t block) const { return premises_[block]; }
  static constexpr std::size_t most_blocks = 400;

private:
  std::vector<Premise> premises_; ///< by block
};

} // namespace burler::detect

// Which events of a function decide about which others: the tests at the end of a block and the blocks that
// only one outcome reaches (control dependence of two-way branches, Ferrante et al., TOPLAS 1987, on
// reachability instead of post-dominance, which is the same for structured code without loops around the
// branch).
#pragma once

#include "summary/translation_unit.h"

#include <cstdint>
#include <vector>

namespace burler::detect {

struct Branch {
  std::uint32_t block = 0;
  std::uint32_t first_test = 0,
                end = 0;     ///< events of the block that can feed the condition: [first_test, end)
  std::vector<bool> decided; ///< per block: reached on one outcome only
  bool tests(std::uint32_t event) const { return event >= first_test && event < end; }
};

/// The blocks that control can come to from the beginning of `from` without entering block `without`. Linear.
std::vector<bool> reachable(const summary::Function& function, std::uint32_t from, std::uint32_t without);

class Branches {
public:
  /// Quadratic in the blocks of the function at worst; functions above `most_blocks` have no branches.
  explicit Branches(const summary::Function& function);
  const std::vector<Branch>& all() const { return branches_; }
  std::uint32_t block_of(std::uint32_t event) const;
  static constexpr std::size_t most_blocks = 400;

private:
  std::vector<std::uint32_t> first_event_;
  std::vector<Branch> branches_;
};

} // namespace burler::detect

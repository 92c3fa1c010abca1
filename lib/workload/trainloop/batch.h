// What the loader hands to a worker: windows of text, and for each position the character that follows.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace burler::workload {

struct Batch {
  std::size_t windows = 0;
  std::vector<std::uint8_t> inputs;  ///< windows x context token numbers
  std::vector<std::uint8_t> targets; ///< same size, shifted by one
};

} // namespace burler::workload

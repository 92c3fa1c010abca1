// Which unit of a run extracts a header's function: the first one in command order, whatever order the
// processes work in. Shared by forked processes.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>

namespace burler::extract {

class SharedClaims {
public:
  SharedClaims();
  ~SharedClaims();
  SharedClaims(const SharedClaims&) = delete;
  SharedClaims& operator=(const SharedClaims&) = delete;

  /// False when a unit with a smaller number has claimed the function. A later unit may have extracted it
  /// before this one came: then two have it, and the linker keeps the first in command order. So the program
  /// that is linked does not depend on timing. When the table is full, true for everybody: work is repeated,
  /// nothing is lost. Lock-free, O(1).
  bool claim(std::uint64_t function, std::uint64_t unit);
  /// Forgets what a unit claimed: it has died. Linear in the table.
  void release(std::uint64_t unit);

private:
  struct Slot {
    std::atomic<std::uint64_t> function; ///< 0 = empty
    std::atomic<std::uint64_t> rank;     ///< the complement of the smallest claiming unit's number, 0 = none
  };
  static constexpr std::size_t slots = std::size_t{1} << 20;
  Slot* table_ = nullptr;
};

} // namespace burler::extract

// Device-visible memory: allocations, device variables, their validity and the copies in flight over them.
#pragma once

#include "cudahost/include/burler_cuda/abi.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace burler::cudahost {

enum class Space { device, managed, pinned, constant };

/// A copy or fill of a whole range, kept beside the shadow so that it costs nothing per byte.
struct RangeAccess {
  std::uint32_t segment;
  std::uintptr_t low, high; ///< [low, high)
  bool write;
  std::uint32_t pc;
};

struct Allocation {
  std::uintptr_t base = 0;
  std::size_t size = 0;
  Space space = Space::device;
  std::string name;      ///< spelling of the pointer it was stored in, or the variable
  bool variable = false; ///< a __device__, __constant__ or __managed__ variable
  std::uint32_t pc = 0;  ///< allocation site
  std::string file;      ///< declaration of a variable
  unsigned line = 0;
  bool freed = false;
  std::uint32_t free_pc = 0;
  std::uintptr_t alias = 0; ///< of a variable: region address whose shadow stands for it
  std::vector<RangeAccess> ranges;
};

class Memory {
public:
  Memory();
  /// 256-byte aligned, with a gap after it; null when the reserved space or the emulated device is full.
  void* allocate(std::size_t size, Space space, const char* name, std::uint32_t pc);
  /// The allocation starting at `p`, freed ones included; null when there is none.
  Allocation* exact(const void* p);
  /// The allocation or variable holding `address`, or the nearest one below it in the region; may be null.
  Allocation* at(std::uintptr_t address);
  void release(Allocation& allocation, std::uint32_t pc);
  void add_variable(const void* address, std::size_t size, const char* name, int space, const char* file,
                    int line);
  /// [address, address + size) lies in live memory of `allocation`.
  static bool inside(const Allocation& allocation, std::uintptr_t address, std::size_t size) {
    return address >= allocation.base && address + size <= allocation.base + allocation.size;
  }
  std::size_t used() const { return used_; }
  const std::map<std::uintptr_t, Allocation>& all() const { return allocations_; }
  /// Lowest and highest address of registered variables, for a quick test.
  std::uintptr_t variables_low() const { return variables_low_; }
  std::uintptr_t variables_high() const { return variables_high_; }

private:
  std::map<std::uintptr_t, Allocation> allocations_;
  std::uintptr_t next_ = 0;
  std::size_t used_ = 0;
  std::uintptr_t next_alias_;
  std::uintptr_t variables_low_ = ~std::uintptr_t{0};
  std::uintptr_t variables_high_ = 0;
};

Memory& memory();

constexpr std::size_t device_memory = std::size_t{16} << 30; ///< what the emulated device claims to have

} // namespace burler::cudahost

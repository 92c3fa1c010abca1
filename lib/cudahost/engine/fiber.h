// Switching between the CUDA threads of a block: a stack each, twelve instructions a switch, no system call.
#pragma once

#include <cstddef>

namespace burler::cudahost {

/// Saves the caller's registers and stack pointer to *save and continues at `load`. x86-64 System V.
extern "C" void burler_switch_stack(void** save, void* load);

struct Stack {
  char* low = nullptr; ///< first usable byte, a guard page lies below
  char* high = nullptr;
};

/// Maps a stack of `size` bytes (a multiple of the page size) with a guard page below it. Never returned to
/// the system.
Stack map_stack(std::size_t size);

/// A stack pointer that starts `entry()` on the stack at the first switch; entry must not return.
void* prepare(const Stack& stack, void (*entry)());

} // namespace burler::cudahost

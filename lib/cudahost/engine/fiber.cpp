#include "cudahost/engine/fiber.h"

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <sys/mman.h>

#if !defined(__x86_64__)
#error "the host execution layer switches stacks on x86-64 only"
#endif

// Callee-saved registers of the System V ABI; the floating point control words are never changed by device
// code.
asm(R"(
.text
.globl burler_switch_stack
.type burler_switch_stack, @function
burler_switch_stack:
  pushq %rbp
  pushq %rbx
  pushq %r12
  pushq %r13
  pushq %r14
  pushq %r15
  movq %rsp, (%rdi)
  movq %rsi, %rsp
  popq %r15
  popq %r14
  popq %r13
  popq %r12
  popq %rbx
  popq %rbp
  ret
.size burler_switch_stack, .-burler_switch_stack
)");

namespace burler::cudahost {

Stack map_stack(std::size_t size) {
  constexpr std::size_t page = 4096;
  void* p =
      mmap(nullptr, size + page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (p == MAP_FAILED) {
    std::fprintf(stderr, "burler cuda: out of memory for thread stacks\n");
    std::_Exit(70);
  }
  mprotect(p, page, PROT_NONE);
  char* low = static_cast<char*>(p) + page;
  return {low, low + size};
}

void* prepare(const Stack& stack, void (*entry)()) {
  auto* top = reinterpret_cast<std::uintptr_t*>(stack.high);
  *--top = 0;                                       // keeps the stack aligned as after a call
  *--top = reinterpret_cast<std::uintptr_t>(entry); // popped by ret
  for (int i = 0; i < 6; i++)
    *--top = 0;
  return top;
}

} // namespace burler::cudahost

// Start and end of the engine in the user's process: reserved memory, crashes, assertions.
#include "cudahost/engine/api.h"
#include "cudahost/engine/machine.h"

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <sys/mman.h>
#include <unistd.h>

using namespace burler::cudahost; // NOLINT

namespace {

/// A fault inside a kernel ends the kernel, as on a device; a fault in host code ends the program.
void fault_in_kernel() { abort_kernel(cudaErrorIllegalAddress); }

void on_fault(int signal, siginfo_t* info, void* raw) {
  if (self == nullptr) {
    emit_fact("failure", "crash",
              signal == SIGSEGV ? "the program crashed in host code (segmentation fault)"
                                : "the program crashed in host code");
    std::signal(signal, SIG_DFL);
    raise(signal);
    return;
  }
  auto* context = static_cast<ucontext_t*>(raw);
  RawFinding finding{"cuda/out-of-bounds", signal == SIGFPE ? "arithmetic" : "fault"};
  const auto address = reinterpret_cast<std::uintptr_t>(info->si_addr);
  const auto low = reinterpret_cast<std::uintptr_t>(self->stack_low);
  if (address < low && low - address <= 65536) finding.variant = "stack";
  RawSide side;
  side.thread = thread_name(launch->operation, self->block->number, self->tid);
  side.kind = "access";
  side.pc = static_cast<std::uint32_t>(context->uc_mcontext.gregs[REG_RIP]) + 1;
  finding.sides = {side};
  emit(finding);
  context->uc_mcontext.gregs[REG_RIP] = reinterpret_cast<greg_t>(&fault_in_kernel);
  context->uc_mcontext.gregs[REG_RSP] =
      static_cast<greg_t>((reinterpret_cast<std::uintptr_t>(self->stack_high) & ~std::uintptr_t{15}) - 8);
}

void catch_faults() {
  constexpr std::size_t size = 128 * 1024;
  stack_t alternative{};
  alternative.ss_sp = mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  alternative.ss_size = size;
  sigaltstack(&alternative, nullptr);
  struct sigaction action{};
  action.sa_sigaction = on_fault;
  action.sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER;
  for (const int signal : {SIGSEGV, SIGBUS, SIGFPE, SIGILL})
    sigaction(signal, &action, nullptr);
}

} // namespace

namespace burler::cudahost {

void start_engine() {
  static bool started = false;
  if (started) return;
  started = true;
  reserve_address_space();
  catch_faults();
  emit_fact("note", "started", "1");
}

} // namespace burler::cudahost

extern "C" void burler_trap(const char* what) {
  if (self == nullptr) std::abort();
  RawFinding finding{"cuda/device-assert", "trap"};
  RawSide side;
  side.thread = thread_name(launch->operation, self->block->number, self->tid);
  side.kind = "trap";
  side.pc = BURLER_PC;
  finding.sides = {side};
  finding.note = what;
  emit(finding);
  abort_kernel(cudaErrorLaunchFailure);
}

/// assert() in device code ends the kernel, in host code the program.
extern "C" void __assert_fail(const char* text, const char* file, unsigned line,
                              const char* function) noexcept {
  std::fprintf(stderr, "%s:%u: %s: Assertion `%s' failed.\n", file, line, function, text);
  if (self == nullptr) {
    emit_fact("failure", "assertion", std::string("host assertion failed: ") + text);
    std::abort();
  }
  RawFinding finding{"cuda/device-assert", "assert"};
  RawSide side;
  side.thread = thread_name(launch->operation, self->block->number, self->tid);
  side.kind = "assert";
  side.file = file;
  side.line = line;
  finding.sides = {side};
  finding.note = text;
  emit(finding);
  abort_kernel(cudaErrorAssert);
}

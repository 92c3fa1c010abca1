// Seeded noise for free-running executions under ThreadSanitizer: before a synchronisation call or an atomic
// operation a thread sometimes yields or sleeps for a moment, so that repeated runs see different
// interleavings.
//
// Deviation from a controlled schedule: the seed fixes every thread's own choices, not the interleaving; the
// kernel still decides that. Replay belongs to the explore engine.
//
// The hooks are thunks in assembler that end in a jump, so that the return address ThreadSanitizer sees, and
// prints as the top frame, stays the user's. Other processors than x86-64 run without noise.
#include "tsan/noise_choice.h"

#include <cstdint>
#include <cstdlib>

#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

extern "C" {
__attribute__((visibility("hidden"))) int burler_noise_on = 0;
__attribute__((visibility("hidden"))) void burler_noise_point(std::uintptr_t place);
}

namespace {

std::uint64_t seed = 0;
std::uint64_t threads_seen = 0;
thread_local std::uint64_t state = 0;
thread_local std::uint32_t visits[256] = {}; ///< of this thread, by place

/// Raw system calls: the libc functions are intercepted, and an intercepted sleep would be part of reports.
/// Written out because syscall() itself may be interposed.
long raw_syscall2(long number, const void* a, const void* b) {
  long result = number;
#if defined(__x86_64__)
  asm volatile("syscall" : "+a"(result) : "D"(a), "S"(b) : "rcx", "r11", "memory");
#else
  (void)a, (void)b;
#endif
  return result;
}

void start_thread_state() {
  const std::uint64_t ordinal = __atomic_add_fetch(&threads_seen, 1, __ATOMIC_RELAXED);
  state = (seed + 1) * 0x9e3779b97f4a7c15ULL ^ ordinal * 0xbf58476d1ce4e5b9ULL;
  if (state == 0) state = 1;
}

__attribute__((constructor)) void read_seed() {
  const char* text = std::getenv("BURLER_NOISE_SEED");
  if (text == nullptr) return;
  seed = std::strtoull(text, nullptr, 10);
  burler_noise_on = 1;
}

} // namespace

void burler_noise_point(std::uintptr_t place) {
  if (state == 0) start_thread_state();
  // Places that share a counter are sampled less, which costs nothing but noise.
  std::uint32_t& count = visits[place * 0x9e3779b97f4a7c15ULL >> 56];
  const burler::tsan::Choice choice = burler::tsan::choose(state, count);
  count += count != ~0u;
  if (choice.noise == burler::tsan::Noise::none) return;
  if (choice.noise == burler::tsan::Noise::yield) {
    raw_syscall2(SYS_sched_yield, nullptr, nullptr);
    return;
  }
  timespec pause{0, choice.microseconds * 1000L};
  raw_syscall2(SYS_nanosleep, &pause, nullptr);
}

#if defined(__x86_64__)

// NAME(arguments in integer registers): noise, then the target with the same arguments and return address.
#define THUNK(name, target)                                                                                  \
  asm(".text\n.globl " #name "\n.type " #name ",@function\n" #name ":\n"                                     \
      "  endbr64\n"                                                                                          \
      "  cmpl $0, burler_noise_on(%rip)\n"                                                                   \
      "  je 1f\n"                                                                                            \
      "  pushq %rdi\n  pushq %rsi\n  pushq %rdx\n  pushq %rcx\n  pushq %r8\n  pushq %r9\n"                   \
      "  movq 48(%rsp), %rdi\n"                                                                              \
      "  subq $8, %rsp\n"                                                                                    \
      "  call burler_noise_point\n"                                                                          \
      "  addq $8, %rsp\n"                                                                                    \
      "  popq %r9\n  popq %r8\n  popq %rcx\n  popq %rdx\n  popq %rsi\n  popq %rdi\n"                         \
      "1: jmp " #target "@PLT\n"                                                                             \
      ".size " #name ", .-" #name "\n");

// ThreadSanitizer defines these names weakly and the __interceptor_ ones for interposers like us.
#define CALL(name) THUNK(name, __interceptor_##name)
CALL(pthread_mutex_lock)
CALL(pthread_mutex_trylock)
CALL(pthread_mutex_timedlock)
CALL(pthread_mutex_unlock)
CALL(pthread_rwlock_rdlock)
CALL(pthread_rwlock_wrlock)
CALL(pthread_rwlock_unlock)
CALL(pthread_spin_lock)
CALL(pthread_spin_unlock)
CALL(pthread_cond_wait)
CALL(pthread_cond_timedwait)
CALL(pthread_cond_signal)
CALL(pthread_cond_broadcast)
CALL(pthread_barrier_wait)
CALL(pthread_join)
CALL(sem_wait)
CALL(sem_post)

// Linked with -Wl,--wrap=__tsan_atomicN_op (compile/build_plan.cpp and the target burler::tsan have the same
// list); without it nobody calls the thunks, and the weak reference keeps the link valid.
#define WRAP(size, operation)                                                                                \
  asm(".weak __real___tsan_atomic" #size "_" #operation "\n");                                               \
  THUNK(__wrap___tsan_atomic##size##_##operation, __real___tsan_atomic##size##_##operation)
#define WRAP_SIZE(size)                                                                                      \
  WRAP(size, load)                                                                                           \
  WRAP(size, store)                                                                                          \
  WRAP(size, exchange)                                                                                       \
  WRAP(size, fetch_add)                                                                                      \
  WRAP(size, fetch_sub)                                                                                      \
  WRAP(size, compare_exchange_strong)                                                                        \
  WRAP(size, compare_exchange_weak)                                                                          \
  WRAP(size, compare_exchange_val)
WRAP_SIZE(8)
WRAP_SIZE(16)
WRAP_SIZE(32)
WRAP_SIZE(64)

#endif

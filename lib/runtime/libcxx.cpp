// What libc++ keeps in its compiled part, which is not instrumented: the order that its one-time flags,
// shared counts and barriers make would be lost. These definitions stand in front of the library's (ABI
// namespace __1, LLVM 11 to 22); weak, so that a library linked statically may bring its own.
#include "runtime/one_time.h"
#include "runtime/real.h"

#include <cstddef>
#include <cstdlib>
#include <new>
#include <sched.h>

using namespace burler;
using namespace burler::runtime;

namespace {

#define BURLER_LIBCXX extern "C" __attribute__((visibility("default"), weak))

constexpr unsigned long once_done = ~0UL;

std::uint64_t at(const volatile void* p) { return reinterpret_cast<std::uint64_t>(p); }

void once_uncontrolled(volatile unsigned long* flag, void* argument, void (*work)(void*)) {
  for (;;) {
    unsigned long fresh = 0;
    if (__atomic_compare_exchange_n(flag, &fresh, 1UL, false, __ATOMIC_ACQUIRE, __ATOMIC_ACQUIRE)) break;
    if (fresh == once_done) return;
    sched_yield();
  }
  struct Guard {
    volatile unsigned long* flag;
    unsigned long end = 0;
    ~Guard() { __atomic_store_n(flag, end, __ATOMIC_RELEASE); }
  } guard{flag};
  work(argument);
  guard.end = once_done;
}

struct Barrier {
  std::ptrdiff_t& expected;
  std::ptrdiff_t arrived;
};

} // namespace

// void std::__1::__call_once(unsigned long volatile&, void*, void (*)(void*))
BURLER_LIBCXX void _ZNSt3__111__call_onceERVmPvPFvS2_E(volatile unsigned long* flag, void* argument,
                                                       void (*work)(void*)) {
  Entry me;
  if (!me) {
    once_uncontrolled(flag, argument, work);
    return;
  }
  if (*flag == once_done && !g.objects.find(at(flag))) return; // done before control began
  if (one_time(*me, at(flag), [&] { work(argument); }, BURLER_PC())) {
    *flag = once_done;
    g.races.atomic_store(me->ordinal, at(flag), MemoryOrder::release); // for the callers' first look
  }
}

// void std::__1::__shared_weak_count::__release_weak(): the last one frees the counts that the others
// changed. Reached by the linker's --wrap, because the library's own is needed too.
extern "C" __attribute__((weak)) void __real__ZNSt3__119__shared_weak_count14__release_weakEv(void*);
BURLER_EXPORT void __wrap__ZNSt3__119__shared_weak_count14__release_weakEv(void* count) {
  {
    Entry me;
    if (me) {
      point(*me, Op::atomic_rmw, nullptr, BURLER_PC());
      if (!g.alone) g.races.atomic_update(me->ordinal, at(count), MemoryOrder::acq_rel);
      note_change(*me);
    }
  }
  __real__ZNSt3__119__shared_weak_count14__release_weakEv(count);
}

// The counting part of std::__1::barrier; the end of a phase is in the header.
BURLER_LIBCXX Barrier* _ZNSt3__134__construct_barrier_algorithm_baseERl(std::ptrdiff_t& expected) {
  return new (std::malloc(sizeof(Barrier))) Barrier{expected, 0}; // any thread's, also before control
}
BURLER_LIBCXX bool
_ZNSt3__131__arrive_barrier_algorithm_baseEPNS_24__barrier_algorithm_baseEh(Barrier* b, unsigned char) {
  Entry me;
  if (!me) {
    if (__atomic_add_fetch(&b->arrived, 1, __ATOMIC_ACQ_REL) != b->expected) return false;
    __atomic_store_n(&b->arrived, 0, __ATOMIC_RELEASE);
    return true;
  }
  point(*me, Op::barrier_arrive, &object_at(at(b), Op::barrier_arrive, *me), BURLER_PC());
  g.races.acquire(me->ordinal, at(b));
  g.races.release(me->ordinal, at(b), true);
  note_change(*me);
  if (++b->arrived != b->expected) return false;
  b->arrived = 0;
  return true;
}
BURLER_LIBCXX void _ZNSt3__132__destroy_barrier_algorithm_baseEPNS_24__barrier_algorithm_baseE(Barrier* b) {
  std::free(b);
}

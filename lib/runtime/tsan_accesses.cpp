// __tsan_* for plain memory, ranges, virtual tables and the call stack, as clang and gcc emit them.
#include "runtime/accesses.h"
#include "runtime/real.h"

#include <cstring>

using namespace burler::runtime;

namespace {

[[gnu::noinline]] void touch_watched(const void* address, std::uint64_t size, bool write, std::uint64_t pc) {
  Entry me;
  if (me && size && !me->ignore) access(*me, reinterpret_cast<std::uint64_t>(address), size, write, pc);
}

inline void touch(const void* address, std::uint64_t size, bool write, std::uint64_t pc) {
  if (__builtin_expect(g.watching, 0)) {
    touch_watched(address, size, write, pc);
    return;
  }
  if (write) g.quiet = 0;
}

[[gnu::noinline]] void enter_slowly(Frame frame, std::uint64_t caller) {
  Entry me;
  me->frames.push_back(frame);
  me->stack = call(me->stack, caller);
}

} // namespace

#define BURLER_ACCESS(size)                                                                                  \
  BURLER_EXPORT void __tsan_read##size(void* a) { touch(a, size, false, BURLER_PC()); }                      \
  BURLER_EXPORT void __tsan_write##size(void* a) { touch(a, size, true, BURLER_PC()); }                      \
  BURLER_EXPORT void __tsan_unaligned_read##size(void* a) { touch(a, size, false, BURLER_PC()); }            \
  BURLER_EXPORT void __tsan_unaligned_write##size(void* a) { touch(a, size, true, BURLER_PC()); }            \
  BURLER_EXPORT void __tsan_volatile_read##size(void* a) { touch(a, size, false, BURLER_PC()); }             \
  BURLER_EXPORT void __tsan_volatile_write##size(void* a) { touch(a, size, true, BURLER_PC()); }             \
  BURLER_EXPORT void __tsan_unaligned_volatile_read##size(void* a) { touch(a, size, false, BURLER_PC()); }   \
  BURLER_EXPORT void __tsan_unaligned_volatile_write##size(void* a) { touch(a, size, true, BURLER_PC()); }   \
  BURLER_EXPORT void __tsan_read_write##size(void* a) { touch(a, size, true, BURLER_PC()); }                 \
  BURLER_EXPORT void __tsan_unaligned_read_write##size(void* a) { touch(a, size, true, BURLER_PC()); }       \
  BURLER_EXPORT void __tsan_read##size##_pc(void* a, void* pc) {                                             \
    touch(a, size, false, reinterpret_cast<std::uint64_t>(pc));                                              \
  }                                                                                                          \
  BURLER_EXPORT void __tsan_write##size##_pc(void* a, void* pc) {                                            \
    touch(a, size, true, reinterpret_cast<std::uint64_t>(pc));                                               \
  }
BURLER_ACCESS(1)
BURLER_ACCESS(2)
BURLER_ACCESS(4)
BURLER_ACCESS(8)
BURLER_ACCESS(16)

BURLER_EXPORT void __tsan_read_range(void* a, std::uint64_t size) { touch(a, size, false, BURLER_PC()); }
BURLER_EXPORT void __tsan_write_range(void* a, std::uint64_t size) { touch(a, size, true, BURLER_PC()); }
BURLER_EXPORT void __tsan_read_range_pc(void* a, std::uint64_t size, void* pc) {
  touch(a, size, false, reinterpret_cast<std::uint64_t>(pc));
}
BURLER_EXPORT void __tsan_write_range_pc(void* a, std::uint64_t size, void* pc) {
  touch(a, size, true, reinterpret_cast<std::uint64_t>(pc));
}

BURLER_EXPORT void __tsan_vptr_read(void** a) { touch(a, sizeof(void*), false, BURLER_PC()); }
BURLER_EXPORT void __tsan_vptr_update(void** a, void* value) {
  // Destructors store the pointer that is there already; only a change matters to a reader.
  if (*a != value) touch(a, sizeof(void*), true, BURLER_PC());
}

BURLER_EXPORT void __tsan_func_entry(void* caller_address) {
  Thread* me = self_thread;
  if (!me || !me->owns) return;
  const auto caller = reinterpret_cast<std::uint64_t>(caller_address);
  const auto sp = reinterpret_cast<std::uint64_t>(__builtin_frame_address(0));
  // longjmp leaves frames behind without func_exit: those below the stack pointer are gone.
  while (!me->frames.empty() && me->frames.back().sp <= sp) {
    me->stack = me->frames.back().node;
    me->frames.pop_back();
  }
  if (sp < me->stack_low && me->ordinal) me->stack_low = sp;
  const RecentCall& recent = recent_call(me->stack, caller);
  if (recent.pc != caller || recent.parent != me->stack || me->frames.full()) {
    enter_slowly({me->stack, sp}, caller);
    return;
  }
  me->frames.push_back({me->stack, sp});
  me->stack = recent.number;
}

BURLER_EXPORT void __tsan_func_exit() {
  Thread* me = self_thread;
  if (!me || !me->owns || me->frames.empty()) return;
  me->stack = me->frames.back().node;
  me->frames.pop_back();
}

BURLER_EXPORT void* __tsan_memcpy(void* to, const void* from, std::size_t size) {
  touch(from, size, false, BURLER_PC());
  touch(to, size, true, BURLER_PC());
  return std::memcpy(to, from, size);
}
BURLER_EXPORT void* __tsan_memmove(void* to, const void* from, std::size_t size) {
  touch(from, size, false, BURLER_PC());
  touch(to, size, true, BURLER_PC());
  return std::memmove(to, from, size);
}
BURLER_EXPORT void* __tsan_memset(void* to, int value, std::size_t size) {
  touch(to, size, true, BURLER_PC());
  return std::memset(to, value, size);
}

// gcc leaves these calls plain; the linker's --wrap brings them here.
BURLER_EXPORT void* __wrap_memcpy(void* to, const void* from, std::size_t size) {
  touch(from, size, false, BURLER_PC());
  touch(to, size, true, BURLER_PC());
  return BURLER_REAL(memmove)(to, from, size);
}
BURLER_EXPORT void* __wrap_memmove(void* to, const void* from, std::size_t size) {
  touch(from, size, false, BURLER_PC());
  touch(to, size, true, BURLER_PC());
  return BURLER_REAL(memmove)(to, from, size);
}
BURLER_EXPORT void* __wrap_memset(void* to, int value, std::size_t size) {
  touch(to, size, true, BURLER_PC());
  return BURLER_REAL(memset)(to, value, size);
}

// The rest of the __tsan_* interface: annotations of custom synchronisation, ignore regions, and what is
// refused.
#include "runtime/accesses.h"
#include "runtime/real.h"

using namespace burler::runtime;

BURLER_EXPORT void __tsan_init() {}
BURLER_EXPORT void __tsan_flush_memory() {}
BURLER_EXPORT void __tsan_check_no_mutexes_held() {}

BURLER_EXPORT void __tsan_acquire(void* a) {
  Entry me;
  if (me) g.races.acquire(me->ordinal, reinterpret_cast<std::uint64_t>(a));
}
BURLER_EXPORT void __tsan_release(void* a) {
  Entry me;
  if (me) g.races.release(me->ordinal, reinterpret_cast<std::uint64_t>(a), true);
}

BURLER_EXPORT void __tsan_ignore_thread_begin() {
  Entry me;
  if (me) ++me->ignore;
}
BURLER_EXPORT void __tsan_ignore_thread_end() {
  Entry me;
  if (me && me->ignore) --me->ignore;
}

// A custom mutex announces its states; it is built from atomics, so blocking shows itself there. Order comes
// from the annotation.
BURLER_EXPORT void __tsan_mutex_create(void*, unsigned) {}
BURLER_EXPORT void __tsan_mutex_destroy(void*, unsigned) {}
BURLER_EXPORT void __tsan_mutex_pre_lock(void*, unsigned) {}
BURLER_EXPORT void __tsan_mutex_post_lock(void* a, unsigned flags, int) {
  constexpr unsigned try_lock_failed = 1 << 5;
  Entry me;
  if (me && !(flags & try_lock_failed)) g.races.acquire(me->ordinal, reinterpret_cast<std::uint64_t>(a));
}
BURLER_EXPORT int __tsan_mutex_pre_unlock(void* a, unsigned) {
  Entry me;
  if (me) g.races.release(me->ordinal, reinterpret_cast<std::uint64_t>(a), true);
  return 0;
}
BURLER_EXPORT void __tsan_mutex_post_unlock(void*, unsigned) {}
BURLER_EXPORT void __tsan_mutex_pre_signal(void*, unsigned) {}
BURLER_EXPORT void __tsan_mutex_post_signal(void*, unsigned) {}
BURLER_EXPORT void __tsan_mutex_pre_divert(void*, unsigned) {}
BURLER_EXPORT void __tsan_mutex_post_divert(void*, unsigned) {}

namespace {
void refuse_fibers() {
  Entry me;
  if (me) end_run(Verdict::unsupported, "fibers (__tsan_create_fiber) cannot be explored; use --engine tsan");
}
} // namespace
BURLER_EXPORT void* __tsan_get_current_fiber() { return self_thread; }
BURLER_EXPORT void* __tsan_create_fiber(unsigned) {
  refuse_fibers();
  return nullptr;
}
BURLER_EXPORT void __tsan_destroy_fiber(void*) {}
BURLER_EXPORT void __tsan_switch_to_fiber(void*, unsigned) { refuse_fibers(); }
BURLER_EXPORT void __tsan_set_fiber_name(void*, const char*) {}

// Dynamic annotations that libraries call when built for ThreadSanitizer.
BURLER_EXPORT void AnnotateHappensBefore(const char*, int, void* a) { __tsan_release(a); }
BURLER_EXPORT void AnnotateHappensAfter(const char*, int, void* a) { __tsan_acquire(a); }
BURLER_EXPORT void AnnotateIgnoreReadsBegin(const char*, int) { __tsan_ignore_thread_begin(); }
BURLER_EXPORT void AnnotateIgnoreReadsEnd(const char*, int) { __tsan_ignore_thread_end(); }
BURLER_EXPORT void AnnotateIgnoreWritesBegin(const char*, int) { __tsan_ignore_thread_begin(); }
BURLER_EXPORT void AnnotateIgnoreWritesEnd(const char*, int) { __tsan_ignore_thread_end(); }

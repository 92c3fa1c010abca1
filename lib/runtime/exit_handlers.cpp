#include "runtime/exit_handlers.h"

#include "runtime/real.h"
#include "runtime/state.h"

#include <cstdlib>
#include <link.h>
#include <unistd.h>

extern "C" {
int __cxa_atexit(void (*function)(void*), void* argument, void* library);
int __cxa_thread_atexit_impl(void (*function)(void*), void* argument, void* library);
__attribute__((weak, visibility("hidden"))) extern char __executable_start[], _end[];
}

namespace burler::runtime {

namespace {

struct Handler {
  void (*function)(void*);
  void* argument;
};
struct KeyValue {
  pthread_key_t key;
  const void* value;
};
struct Kept {
  PlainVector<Handler> handlers, of_main_thread;
  PlainVector<KeyValue> old_values;
  PlainVector<pthread_key_t> new_keys;
  bool handlers_kept = false, registered = false, keys_watched = false;
};
constinit Forever<Kept> the_kept;
constinit Kept& kept = the_kept.value;

bool is_main() { return self_thread && self_thread->ordinal == 0; }

void run_last(PlainVector<Handler>& handlers) {
  const Handler handler = handlers.back();
  handlers.pop_back();
  handler.function(handler.argument);
}

/// Ends of the process that do not pass through us (exit() in another thread, the end of the last thread).
void run_at_real_exit(void*) { run_exit_handlers(); }

bool in_executable(const void* library) {
  const auto* address = static_cast<const char*>(library);
  return address >= __executable_start && address < _end;
}

} // namespace

void keep_exit_handlers() { kept.handlers_kept = true; }

void run_exit_handlers() {
  while (!kept.of_main_thread.empty() || !kept.handlers.empty())
    run_last(kept.of_main_thread.empty() ? kept.handlers : kept.of_main_thread);
}

void watch_keys() { kept.keys_watched = true; }

void restore_keys() {
  while (!kept.old_values.empty()) {
    BURLER_REAL(pthread_setspecific)(kept.old_values.back().key, kept.old_values.back().value);
    kept.old_values.pop_back();
  }
  for (const pthread_key_t key : kept.new_keys)
    BURLER_REAL(pthread_key_delete)(key);
  kept.new_keys.clear();
}

} // namespace burler::runtime

using namespace burler::runtime;

BURLER_EXPORT int __cxa_atexit(void (*function)(void*), void* argument, void* library) {
  if (!kept.handlers_kept || !in_executable(library))
    return BURLER_REAL(__cxa_atexit)(function, argument, library);
  if (!kept.registered) kept.registered = BURLER_REAL(__cxa_atexit)(run_at_real_exit, nullptr, library) == 0;
  kept.handlers.push_back({function, argument});
  return 0;
}

BURLER_EXPORT int __cxa_thread_atexit_impl(void (*function)(void*), void* argument, void* library) {
  if (!kept.handlers_kept || !is_main())
    return BURLER_REAL(__cxa_thread_atexit_impl)(function, argument, library);
  kept.of_main_thread.push_back({function, argument});
  return 0;
}

BURLER_EXPORT int pthread_setspecific(pthread_key_t key, const void* value) noexcept {
  if (kept.keys_watched && is_main()) kept.old_values.push_back({key, pthread_getspecific(key)});
  return BURLER_REAL(pthread_setspecific)(key, value);
}

BURLER_EXPORT int pthread_key_create(pthread_key_t* key, void (*end)(void*)) noexcept {
  const int error = BURLER_REAL(pthread_key_create)(key, end);
  if (error == 0 && kept.keys_watched) kept.new_keys.push_back(*key);
  return error;
}

BURLER_EXPORT int pthread_key_delete(pthread_key_t key) noexcept {
  if (!kept.keys_watched) return BURLER_REAL(pthread_key_delete)(key);
  for (std::uint32_t i = 0; i < kept.new_keys.size(); ++i)
    if (kept.new_keys[i] == key) {
      kept.new_keys.erase_at(i);
      return BURLER_REAL(pthread_key_delete)(key);
    }
  return 0; // the next repetition finds it as it was
}

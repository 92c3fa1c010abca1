// Free runs with a stopwatch (profile_area.h): every interposed call that may wait is timed around the real
// function. Costs one look at a flag when the program is not profiled.
#pragma once

#include "runtime/profile_area.h"

#include <cstdint>
#include <pthread.h>

namespace burler::runtime {

extern bool profiling;

/// What the timed call does with its object.
enum class Timed : std::uint8_t {
  acquire,
  acquire_shared,
  release,
  cond_wait, ///< `mutex` is given up and owned again
  sem_wait,
  barrier,
  futex_wait,
  wake, ///< signal, post
  join
};

/// Times one call: make it before, pass the result through `done`. `frame`: of the interposed function, whose
/// caller's frames name the place.
class Stopwatch {
public:
  Stopwatch(Timed what, const volatile void* object, void* frame, const volatile void* mutex = nullptr) {
    if (profiling) start(what, object, frame, mutex);
  }
  /// `error`: 0 when the operation succeeded.
  int done(int error) {
    if (started_) stop(error == 0);
    return error;
  }
  /// The same for calls that return -1 on failure.
  long done_negative(long result) {
    if (started_) stop(result >= 0);
    return result;
  }

private:
  void start(Timed what, const volatile void* object, void* frame, const volatile void* mutex);
  void stop(bool succeeded);

  Timed what_ = Timed::release;
  bool started_ = false;
  bool contended_ = false;
  std::uint32_t object_ = 0;     ///< index + 1
  std::uint32_t mutex_ = 0;      ///< index + 1
  ProfiledSite* site_ = nullptr; ///< of this operation
  ProfiledSite* held_ = nullptr; ///< cond_wait: where the mutex was taken
  std::uint64_t begin_ = 0;
};

/// The descriptor of the area; from now on calls are timed.
void start_profile(int area);

/// pthread_create of a profiled program; `frame` as in Stopwatch.
int create_profiled(pthread_t* handle, const pthread_attr_t* attributes, void* (*entry)(void*),
                    void* argument, void* frame);
void name_profiled_thread(pthread_t handle, const char* name);

} // namespace burler::runtime

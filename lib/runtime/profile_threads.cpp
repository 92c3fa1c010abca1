// Birth and end of the threads of a profiled run.
#include "runtime/profile.h"
#include "runtime/profile_tables.h"
#include "runtime/real.h"

#include <cstring>

namespace burler::runtime {

namespace {

struct Birth {
  void* (*entry)(void*);
  void* argument;
  pthread_t handle;
  bool running;
};
Birth births[profile_threads];

void end_thread(void* value) {
  const auto* self = static_cast<const ProfileSelf*>(value);
  if (profiling) profile_area().threads[self->index].end = profile_clock();
}

pthread_key_t end_key() {
  static pthread_key_t key;
  static const int made = pthread_key_create(&key, end_thread);
  (void)made;
  return key;
}

void* run_profiled(void* argument) {
  const auto& birth = *static_cast<const Birth*>(argument);
  const auto index = static_cast<std::uint32_t>(&birth - births);
  if (profiling) {
    ProfileSelf& self = profile_self_at(index);
    self.stack_high = reinterpret_cast<std::uint64_t>(pthread_self()) + 4096;
    self.stack_low = reinterpret_cast<std::uint64_t>(__builtin_frame_address(0)) - (1u << 18);
    set_profile_self(&self);
    pthread_setspecific(end_key(), &self);
    profile_area().threads[index].begin = profile_clock();
  }
  return birth.entry(birth.argument);
}

} // namespace

int create_profiled(pthread_t* handle, const pthread_attr_t* attributes, void* (*entry)(void*),
                    void* argument, void* frame) {
  const ProfileSelf* self = profile_self();
  const std::uint32_t index = self ? new_profile_index() : profile_threads;
  if (index >= profile_threads) return BURLER_REAL(pthread_create)(handle, attributes, entry, argument);
  end_key(); // made while there is one creator more than there are children
  ProfiledThread& thread = profile_area().threads[index];
  thread.parent = self->index;
  std::uint64_t addresses[profile_frames];
  thread.frame_count = resolve_frames(addresses, walk_frames(*self, frame, addresses), thread.created);
  births[index] = {entry, argument, {}, true};
  const int error =
      BURLER_REAL(pthread_create)(&births[index].handle, attributes, run_profiled, &births[index]);
  if (error)
    thread.used = 0;
  else
    *handle = births[index].handle;
  return error;
}

void name_profiled_thread(pthread_t handle, const char* name) {
  for (std::uint32_t i = profile_threads; profiling && i-- > 0;) // handles are reused: the youngest counts
    if (births[i].running && pthread_equal(births[i].handle, handle)) {
      std::strncpy(profile_area().threads[i].name, name, sizeof profile_area().threads[i].name - 1);
      return;
    }
}

} // namespace burler::runtime

#include "runtime/profile.h"

#include "runtime/profile_tables.h"

#include <cstdlib>
#include <pthread.h>

namespace burler::runtime {

bool profiling = false;

namespace {

void note_exit(int, void*) {
  if (profiling) profile_area().end = profile_clock();
}
/// A forked child is another process: its waits are not the program's.
void leave_to_parent() {
  profiling = false;
  set_profile_self(nullptr);
  forget_profile_area();
}

/// Held for a few instructions, by threads that do not wait for anything meanwhile.
class Busy {
public:
  explicit Busy(ProfiledObject& object) : object_(object) {
    while (__atomic_exchange_n(&object_.busy, 1u, __ATOMIC_ACQUIRE)) {
    }
  }
  ~Busy() { __atomic_store_n(&object_.busy, 0u, __ATOMIC_RELEASE); }
  Busy(const Busy&) = delete;
  Busy& operator=(const Busy&) = delete;

private:
  ProfiledObject& object_;
};

ProfiledObject& object_of(std::uint32_t object) { return profile_area().objects[object - 1]; }

void begin_hold(ProfileSelf& self, std::uint32_t object, ProfiledSite* site, std::uint64_t now) {
  __atomic_fetch_add(&object_of(object).holders, 1u, __ATOMIC_RELAXED);
  if (self.held_count < ProfileSelf::most_held) self.held[self.held_count] = {object, site, now};
  ++self.held_count;
}

/// Before the lock is given up: afterwards its memory may be gone. Returns where it was taken.
ProfiledSite* end_hold(ProfileSelf& self, std::uint32_t object) {
  const std::uint64_t now = profile_clock();
  std::uint32_t i = self.held_count < ProfileSelf::most_held ? self.held_count : ProfileSelf::most_held;
  while (i > 0 && self.held[i - 1].object != object)
    --i;
  if (i == 0) return nullptr; // taken before us, or by another thread
  const Held held = self.held[i - 1];
  for (; i < self.held_count && i < ProfileSelf::most_held; ++i)
    self.held[i - 1] = self.held[i];
  --self.held_count;
  ProfiledObject& lock = object_of(object);
  {
    const Busy busy(lock);
    lock.holds[lock.next_hold++ % profile_holds] = {held.since, now, self.index + 1};
  }
  __atomic_fetch_sub(&lock.holders, 1u, __ATOMIC_RELAXED);
  if (held.site) {
    ++held.site->holds;
    held.site->hold_ns += now - held.since;
    if (now - held.since > held.site->hold_most) held.site->hold_most = now - held.since;
  }
  return held.site;
}

/// Recursive locks: their owner does not wait.
bool holds(const ProfileSelf& self, std::uint32_t object) {
  for (std::uint32_t i = 0; i < self.held_count && i < ProfileSelf::most_held; ++i)
    if (self.held[i].object == object) return true;
  return false;
}

/// Who held the lock while this thread waited from..to: each gets the part that it held.
void blame_holders(const ProfileSelf& self, ProfiledObject& lock, std::uint64_t from, std::uint64_t to) {
  std::uint64_t* waited_for = profile_area().threads[self.index].waited_for;
  const Busy busy(lock);
  for (const PastHold& hold : lock.holds) {
    if (hold.thread == 0 || hold.thread - 1 == self.index) continue;
    const std::uint64_t begin = hold.from > from ? hold.from : from, end = hold.to < to ? hold.to : to;
    if (end > begin) waited_for[hold.thread - 1] += end - begin;
  }
}

WaitKind kind_of(Timed what) {
  switch (what) {
  case Timed::acquire:
  case Timed::release:
    return WaitKind::exclusive;
  case Timed::acquire_shared:
    return WaitKind::shared;
  case Timed::cond_wait:
    return WaitKind::condition;
  case Timed::sem_wait:
  case Timed::wake:
    return WaitKind::semaphore;
  case Timed::barrier:
    return WaitKind::barrier;
  case Timed::futex_wait:
    return WaitKind::futex;
  case Timed::join:
    return WaitKind::join;
  }
  return WaitKind::exclusive;
}

std::uint64_t at(const volatile void* address) { return reinterpret_cast<std::uint64_t>(address); }

} // namespace

void Stopwatch::start(Timed what, const volatile void* object, void* frame, const volatile void* mutex) {
  ProfileSelf* self = profile_self();
  if (!self || self->inside) return;
  self->inside = true;
  what_ = what;
  object_ = what == Timed::join ? 0 : profiled_object(at(object));
  if (what == Timed::release) {
    if (object_) end_hold(*self, object_);
  } else if (what == Timed::wake || what == Timed::barrier) {
    if (object_) __atomic_store_n(&object_of(object_).last_waker, self->index + 1, __ATOMIC_RELAXED);
  }
  if (what != Timed::release && what != Timed::wake) {
    if (object_) site_ = profiled_site(*self, object_, kind_of(what), frame);
    if (what == Timed::acquire || what == Timed::acquire_shared)
      contended_ = object_ && __atomic_load_n(&object_of(object_).holders, __ATOMIC_RELAXED) != 0 &&
                   !holds(*self, object_);
    if (mutex) {
      mutex_ = profiled_object(at(mutex));
      if (mutex_) held_ = end_hold(*self, mutex_);
    }
    started_ = true;
    begin_ = profile_clock();
  }
  self->inside = false;
}

void Stopwatch::stop(bool succeeded) {
  ProfileSelf* self = profiling ? profile_self() : nullptr;
  if (!self) return;
  const std::uint64_t now = profile_clock(), waited = now - begin_;
  const bool lock = what_ == Timed::acquire || what_ == Timed::acquire_shared;
  const bool counts = !lock || contended_; // an uncontended acquisition takes time too, but waits for nobody
  ProfiledThread& mine = profile_area().threads[self->index];
  if (counts) mine.waited[static_cast<unsigned>(kind_of(what_))] += waited;
  if (lock && object_ && counts)
    blame_holders(*self, object_of(object_), begin_, now);
  else if (!lock && object_) {
    const std::uint32_t waker = object_of(object_).last_waker;
    if (waker && waker - 1 != self->index) mine.waited_for[waker - 1] += waited;
  }
  if (site_) {
    ++site_->count;
    site_->failed += !succeeded;
    site_->contended += contended_;
    if (counts) {
      site_->wait_ns += waited;
      if (waited > site_->wait_most) site_->wait_most = waited;
    }
  }
  if (lock && object_ && succeeded) begin_hold(*self, object_, site_, now);
  if (mutex_) begin_hold(*self, mutex_, held_, now);
}

void start_profile(int area) {
  map_profile_area(area);
  if (!profile_self()) return;
  profile_area().begin = profile_clock();
  pthread_atfork(nullptr, nullptr, leave_to_parent);
  on_exit(note_exit, nullptr);
  profiling = true;
}

} // namespace burler::runtime

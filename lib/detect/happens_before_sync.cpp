#include "detect/happens_before.h"

namespace burler::detect {

void HappensBefore::start_main(ThreadNumber thread) {
  while (threads_.size() <= thread)
    threads_.push_back(page_make<ThreadClocks>());
  of(thread).now.set(thread, 1);
}

void HappensBefore::start_thread(ThreadNumber child, ThreadNumber parent) {
  start_main(child);
  of(child).now.join(of(parent).now);
  of(parent).now.tick(parent);
}

void HappensBefore::join_thread(ThreadNumber waiter, ThreadNumber finished) {
  of(waiter).now.join(of(finished).now);
}

bool HappensBefore::ordered(ThreadNumber earlier, ThreadNumber later) const {
  return threads_[earlier]->now.get(earlier) <= threads_[later]->now.get(earlier);
}

void HappensBefore::acquire(ThreadNumber thread, std::uint64_t object) {
  if (Sync* sync = syncs_.find(object)) of(thread).now.join(sync->clock);
}

void HappensBefore::release(ThreadNumber thread, std::uint64_t object, bool merge) {
  Sync& sync = syncs_.get(object);
  if (merge)
    sync.clock.join(of(thread).now);
  else
    sync.clock = of(thread).now;
  of(thread).now.tick(thread);
}

void HappensBefore::atomic_load(ThreadNumber thread, std::uint64_t object, MemoryOrder order) {
  Sync* sync = syncs_.find(object);
  if (!sync) return;
  ThreadClocks& clocks = of(thread);
  (is_acquire(order) ? clocks.now : clocks.seen_relaxed).join(sync->clock);
}

void HappensBefore::atomic_store(ThreadNumber thread, std::uint64_t object, MemoryOrder order) {
  ThreadClocks& clocks = of(thread);
  if (is_release(order)) {
    release(thread, object);
  } else if (!clocks.fenced.empty()) {
    syncs_.get(object).clock =
        clocks.fenced; // a relaxed store after a release fence publishes what the fence saw
  } else if (Sync* sync = syncs_.find(object)) {
    sync->clock.clear(); // since C++20 a relaxed store ends the release sequence, whoever made it
  }
}

void HappensBefore::atomic_update(ThreadNumber thread, std::uint64_t object, MemoryOrder order) {
  atomic_load(thread, object, order);
  ThreadClocks& clocks = of(thread);
  if (is_release(order))
    release(thread, object, true);
  else if (!clocks.fenced.empty())
    syncs_.get(object).clock.join(clocks.fenced);
}

void HappensBefore::read_published(ThreadNumber thread, const VectorClock& published, MemoryOrder order) {
  ThreadClocks& clocks = of(thread);
  (is_acquire(order) ? clocks.now : clocks.seen_relaxed).join(published);
}

void HappensBefore::publish(ThreadNumber thread, MemoryOrder order, VectorClock& published) {
  ThreadClocks& clocks = of(thread);
  if (is_release(order)) {
    published.join(clocks.now);
    clocks.now.tick(thread);
  } else {
    published.join(clocks.fenced);
  }
}

const VectorClock* HappensBefore::published_at(std::uint64_t object) {
  const Sync* sync = syncs_.find(object);
  return sync ? &sync->clock : nullptr;
}

void HappensBefore::fence(ThreadNumber thread, MemoryOrder order) {
  ThreadClocks& clocks = of(thread);
  if (is_acquire(order)) clocks.now.join(clocks.seen_relaxed);
  if (is_release(order)) {
    clocks.fenced = clocks.now;
    clocks.now.tick(thread);
  }
}

} // namespace burler::detect

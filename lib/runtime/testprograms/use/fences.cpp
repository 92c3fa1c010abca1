// Publication by fences and by release sequences, a spin lock, a seqlock of atomics, Dekker's entry with
// seq_cst. Twins: 1 no release fence, 2 a store by another thread breaks the release sequence, 3 a relaxed
// unlock, 4 a plain seqlock payload.
#include <atomic>
#include <cassert>
#include <cstdlib>
#include <thread>

using std::memory_order_acquire, std::memory_order_relaxed, std::memory_order_release;
int twin = 0, fenced = 0, sequenced = 0, guarded = 0, payload = 0;
std::atomic<int> flag{0}, head{0}, version{0}, left{0}, right{0}, first{0}, second{0}, inside{0};
std::atomic_flag lock = ATOMIC_FLAG_INIT;

void writer() {
  fenced = 1;
  if (twin != 1) std::atomic_thread_fence(memory_order_release);
  flag.store(1, memory_order_relaxed);
  sequenced = 2;
  head.store(1, memory_order_release);
}
void middle() {
  if (head.load(memory_order_relaxed) != 1) return;
  if (twin == 2)
    head.store(2, memory_order_relaxed);
  else
    head.fetch_add(1, memory_order_relaxed); // part of the release sequence
}
void reader() {
  while (flag.load(memory_order_relaxed) == 0) {
  }
  std::atomic_thread_fence(memory_order_acquire);
  assert(fenced == 1);
  if (head.load(memory_order_acquire) == 2) assert(sequenced == 2);
}
void locker() {
  while (lock.test_and_set(memory_order_acquire))
    std::this_thread::yield();
  ++guarded;
  lock.clear(twin == 3 ? memory_order_relaxed : memory_order_release);
}
void seq_writer() {
  version.store(1, memory_order_relaxed);
  std::atomic_thread_fence(memory_order_release);
  if (twin == 4) payload = 1;
  first.store(7, memory_order_relaxed);
  second.store(7, memory_order_relaxed);
  version.store(2, memory_order_release);
}
void seq_reader() {
  const int before = version.load(memory_order_acquire);
  const int a = first.load(memory_order_relaxed), b = second.load(memory_order_relaxed);
  if (twin == 4) (void)*static_cast<volatile int*>(&payload);
  std::atomic_thread_fence(memory_order_acquire);
  if (before % 2 == 0 && version.load(memory_order_relaxed) == before) assert(a == b);
}
void dekker(std::atomic<int>& mine, std::atomic<int>& other) {
  mine.store(1);
  if (other.load() == 0) {
    assert(inside.fetch_add(1) == 0);
    inside.fetch_sub(1);
  }
  // leaves for good: the other one may not enter any more
}

int main(int, char** words) {
  twin = words[1] ? std::atoi(words[1]) : 0;
  std::thread a(writer), b(middle), c(reader);
  a.join();
  b.join();
  c.join();
  std::thread d(locker), e(locker);
  d.join();
  e.join();
  std::thread f(seq_writer), g(seq_reader);
  f.join();
  g.join();
  std::thread h(dekker, std::ref(left), std::ref(right)), i(dekker, std::ref(right), std::ref(left));
  h.join();
  i.join();
}

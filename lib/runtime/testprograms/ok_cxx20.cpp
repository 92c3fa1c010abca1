// latch, barrier, counting_semaphore, atomic wait, jthread with stop_token, condition_variable_any: correct.
#define _GLIBCXX_USE_POSIX_SEMAPHORE                                                                         \
  1 // libstdc++ 12 has a semaphore that can sleep with a free slot (GCC bug 104928)
#include <atomic>
#include <barrier>
#include <cassert>
#include <condition_variable>
#include <latch>
#include <mutex>
#include <semaphore>
#include <stop_token>
#include <thread>
#include <vector>

int before_latch = 0, round_sum = 0, guarded = 0, published = 0;
std::latch ready(2);
std::barrier<> rounds(2);
std::counting_semaphore<1> gate(1);
std::atomic<int> flag{0};
std::mutex m;
std::condition_variable_any any;
int cells[2];

void round_worker(int me) {
  for (int r = 0; r < 2; ++r) {
    cells[me] = r + 1;
    rounds.arrive_and_wait();
    if (me == 0) round_sum += cells[0] + cells[1];
    rounds.arrive_and_wait();
  }
}

int main() {
  {
    std::jthread a([] {
      before_latch = 7;
      ready.count_down();
    });
    std::jthread b([] { ready.count_down(); });
    ready.wait();
    assert(before_latch == 7);
  }
  {
    std::jthread a(round_worker, 0), b(round_worker, 1);
  }
  assert(round_sum == 6);
  {
    auto work = [] {
      gate.acquire();
      ++guarded;
      gate.release();
    };
    std::jthread a(work), b(work);
  }
  assert(guarded == 2);
  {
    std::jthread a([] {
      published = 5;
      flag.store(1, std::memory_order_release);
      flag.notify_one();
    });
    flag.wait(0, std::memory_order_acquire);
    assert(published == 5);
  }
  std::jthread waiter([](std::stop_token token) {
    std::unique_lock lock(m);
    any.wait(lock, token, [] { return false; });
  });
  waiter.request_stop();
}

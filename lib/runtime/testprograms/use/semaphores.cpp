// std::counting_semaphore as the free and full slots of a ring, std::binary_semaphore as a baton, timed and
// tried acquisition. Twins: 1 releases before the write, 2 one slot too many, 3 never gives the baton back.
#define _GLIBCXX_USE_POSIX_SEMAPHORE 1 // libstdc++ 12's own can sleep with a free slot (GCC bug 104928)
#include <cassert>
#include <chrono>
#include <cstdlib>
#include <semaphore>
#include <thread>

using namespace std::chrono_literals;
int twin = 0, ring[2], sum = 0, guarded = 0;

void ring_of_two() {
  std::counting_semaphore<3> free_slots(twin == 2 ? 3 : 2), full_slots(0);
  std::thread producer([&] {
    for (int i = 0; i < 4; ++i) {
      free_slots.acquire();
      if (twin == 1) full_slots.release();
      ring[i % 2] = i + 1;
      if (twin != 1) full_slots.release();
    }
  });
  for (int i = 0; i < 4; ++i) {
    full_slots.acquire();
    sum += ring[i % 2];
    free_slots.release();
  }
  producer.join();
  assert(sum == 10);
}

void baton() {
  std::binary_semaphore mine(1);
  auto work = [&] {
    if (twin == 3)
      mine.acquire();
    else if (!mine.try_acquire())
      while (!mine.try_acquire_for(1h)) {
      }
    ++guarded;
    if (twin != 3) mine.release();
  };
  std::thread a(work), b(work);
  mine.acquire();
  ++guarded;
  mine.release();
  a.join();
  b.join();
  assert(guarded == 3);
  assert(twin == 3 || !(mine.acquire(), mine.try_acquire_for(1ms)));
}

int main(int, char** words) {
  twin = words[1] ? std::atoi(words[1]) : 0;
  ring_of_two();
  baton();
}

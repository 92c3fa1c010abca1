// What runs when a thread ends: thread_local destructors, pthread key destructors that set other keys again,
// functions registered for the end. Twins: 1 a destructor without the lock, 2 a key's destructor without it.
#include <cassert>
#include <condition_variable>
#include <cstdlib>
#include <future>
#include <mutex>
#include <pthread.h>
#include <thread>

int twin = 0, ended = 0, keyed = 0;
bool gone = false;
std::mutex m;
std::condition_variable cv;
pthread_key_t key;

struct AtEnd {
  ~AtEnd() {
    std::unique_lock lock(m, std::defer_lock);
    if (twin != 1) lock.lock();
    ++ended;
  }
  int uses = 0;
};
thread_local AtEnd at_end;

void end_of_key(void* value) {
  if (twin != 2) m.lock();
  ++keyed;
  if (twin != 2) m.unlock();
  if (value == &ended) pthread_setspecific(key, &keyed); // a second round
}

void work() {
  ++at_end.uses;
  pthread_setspecific(key, &ended);
}

int main(int, char** words) {
  twin = words[1] ? std::atoi(words[1]) : 0;
  pthread_key_create(&key, end_of_key);
  std::thread a(work), b(work);
  std::promise<int> late;
  auto value = late.get_future();
  std::thread c([&] {
    std::unique_lock lock(m);
    gone = true;
    late.set_value_at_thread_exit(3);
    std::notify_all_at_thread_exit(cv, std::move(lock));
  });
  {
    std::unique_lock lock(m);
    cv.wait(lock, [] { return gone; });
  }
  assert(value.get() == 3);
  a.join();
  b.join();
  c.join();
  assert(ended == 2 && keyed == 4);
  pthread_key_delete(key);
}

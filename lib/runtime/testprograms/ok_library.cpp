// call_once, static guards, shared_ptr counts, async and promise, timed waits, sleeps, thread_local
// destructors: correct.
#include <cassert>
#include <chrono>
#include <condition_variable>
#include <future>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <thread>

using namespace std::chrono_literals;

std::once_flag once;
int made = 0, shared_value = 0, ended = 0;
std::mutex m;
std::shared_timed_mutex rw;
std::timed_mutex timed;
std::recursive_mutex nested;

struct Lazy {
  int value = 3;
};
int lazy() {
  static Lazy* object = new Lazy;
  return object->value;
}
struct AtEnd {
  ~AtEnd() {
    std::lock_guard lock(m);
    ++ended;
  }
};

void work(std::shared_ptr<int> p) {
  thread_local AtEnd at_end;
  (void)&at_end;
  std::call_once(once, [] { ++made; });
  assert(made == 1);
  assert(lazy() == 3);
  assert(*p == 4);
  std::this_thread::sleep_for(2ms);
  {
    std::unique_lock lock(rw);
    ++shared_value;
  }
  {
    std::shared_lock lock(rw);
    assert(shared_value >= 1);
  }
  if (timed.try_lock_for(1h)) timed.unlock();
  std::lock_guard outer(nested);
  std::lock_guard inner(nested);
}

int main() {
  auto p = std::make_shared<int>(4);
  std::thread a(work, p), b(work, p);
  p.reset();
  auto answer = std::async(std::launch::async, [] { return 42; });
  std::promise<int> promise;
  auto future = promise.get_future();
  std::thread c([&] {
    std::this_thread::sleep_for(1s);
    promise.set_value(1);
  });
  assert(future.wait_for(10s) == std::future_status::ready);
  assert(answer.get() == 42);
  std::mutex wm;
  std::condition_variable cv;
  std::unique_lock lock(wm);
  const auto begin = std::chrono::steady_clock::now();
  while (cv.wait_for(lock, begin + 5s - std::chrono::steady_clock::now()) != std::cv_status::timeout) {
  }
  assert(std::chrono::steady_clock::now() - begin >= 5s);
  a.join();
  b.join();
  c.join();
  assert(ended == 2);
}

// The hand-over comes too early, or too late.
#include <atomic>
#include <condition_variable>
#include <future>
#include <memory>
#include <mutex>
#include <semaphore>
#include <thread>
#include <vector>
static void worker(std::promise<void> ready, int* out) {
  ready.set_value();
  *out = 5;
}
void moved_promise() {
  int value1 = 0;
  std::promise<void> p;
  auto f = p.get_future();
  std::thread t(worker, std::move(p), &value1);
  f.wait();
  value1++; // expect: race/unguarded-state
  t.join();
}
void captured_promise() {
  int value2 = 0;
  std::promise<int> p;
  auto f = p.get_future();
  std::thread t([p = std::move(p), &value2]() mutable {
    p.set_value(2);
    value2 = 1;
  });
  value2 += f.get(); // expect: race/unguarded-state
  t.join();
}
void task() {
  int value3 = 0;
  std::packaged_task<int()> work([&value3] {
    value3 = 3;
    return 1;
  });
  auto f = work.get_future();
  std::thread t(std::move(work));
  value3++; // expect: race/unguarded-state
  f.get();
  t.join();
}
void cv_handover() {
  std::mutex m;
  std::condition_variable cv;
  bool ready = false;
  std::vector<int> data4;
  std::thread t([&] {
    {
      std::lock_guard<std::mutex> l(m);
      ready = true;
    }
    cv.notify_one();
    data4.push_back(1);
  });
  {
    std::unique_lock<std::mutex> l(m);
    cv.wait(l, [&] { return ready; });
  }
  data4.push_back(2); // expect: race/unguarded-state
  t.join();
}
void flag() {
  std::atomic<bool> ready{false};
  int data5 = 0;
  std::thread t([&] {
    ready.store(true, std::memory_order_release);
    data5 = 1;
  });
  while (!ready.load(std::memory_order_acquire))
    std::this_thread::yield();
  data5++; // expect: race/unguarded-state
  t.join();
}
void flag_wait() {
  std::atomic<int> ready{0};
  int data6 = 0;
  std::thread t([&] {
    data6 = 1;
    ready.store(1);
    ready.notify_all();
  });
  data6++; // expect: race/unguarded-state
  ready.wait(0);
  t.join();
}
struct St {
  std::mutex m;
  int second8 = 0;
};
void shared_state() {
  auto st = std::make_shared<St>();
  std::thread t([st] {
    std::lock_guard<std::mutex> l(st->m);
    st->second8++;
  });
  st->second8++; // expect: race/unguarded-state
  t.detach();
}
int main() {
  moved_promise();
  captured_promise();
  task();
  cv_handover();
  flag();
  flag_wait();
  shared_state();
}

// Locals handed from thread to thread by promises, tasks, conditions, flags and semaphores.
#include <atomic>
#include <condition_variable>
#include <future>
#include <memory>
#include <mutex>
#include <semaphore>
#include <thread>
#include <vector>
static void worker(std::promise<void> ready, int* out) {
  *out = 5;
  ready.set_value();
}
void moved_promise() {
  int value = 0;
  std::promise<void> p;
  auto f = p.get_future();
  std::thread t(worker, std::move(p), &value);
  f.wait();
  value++;
  t.join();
}
void captured_promise() {
  int value = 0;
  std::promise<int> p;
  auto f = p.get_future();
  std::thread t([p = std::move(p), &value]() mutable {
    value = 1;
    p.set_value(2);
  });
  value += f.get();
  t.join();
}
void task() {
  int value = 0;
  std::packaged_task<int()> work([&value] {
    value = 3;
    return 1;
  });
  auto f = work.get_future();
  std::thread t(std::move(work));
  f.get();
  value++;
  t.join();
}
void cv_handover() {
  std::mutex m;
  std::condition_variable cv;
  bool ready = false;
  std::vector<int> data;
  std::thread t([&] {
    data.push_back(1);
    {
      std::lock_guard<std::mutex> l(m);
      ready = true;
    }
    cv.notify_one();
  });
  {
    std::unique_lock<std::mutex> l(m);
    cv.wait(l, [&] { return ready; });
  }
  data.push_back(2);
  t.join();
}
void flag() {
  std::atomic<bool> ready{false};
  int data = 0;
  std::thread t([&] {
    data = 1;
    ready.store(true, std::memory_order_release);
  });
  while (!ready.load(std::memory_order_acquire))
    std::this_thread::yield();
  data++;
  t.join();
}
void flag_wait() {
  std::atomic<int> ready{0};
  int data = 0;
  std::thread t([&] {
    data = 1;
    ready.store(1);
    ready.notify_all();
  });
  ready.wait(0);
  data++;
  t.join();
}
void sems() {
  std::counting_semaphore<4> full(0), empty(4);
  int ring[4] = {};
  std::thread prod([&] {
    for (int i = 0; i < 100; ++i) {
      empty.acquire();
      ring[i % 4] = i;
      full.release();
    }
  });
  int s = 0;
  for (int i = 0; i < 100; ++i) {
    full.acquire();
    s += ring[i % 4];
    empty.release();
  }
  prod.join();
}
void shared_futures() {
  std::promise<int> p;
  std::shared_future<int> f(p.get_future());
  int config = 0;
  std::thread a([f, &config] {
    f.get();
    return config;
  }),
      b([&, g = f] {
        g.wait();
        return config;
      });
  config = 7;
  p.set_value(1);
  a.join();
  b.join();
}
void shared_state() {
  auto st = std::make_shared<std::pair<std::mutex, int>>();
  std::thread t([st] {
    std::lock_guard<std::mutex> l(st->first);
    st->second++;
  });
  {
    std::lock_guard<std::mutex> l(st->first);
    st->second++;
  }
  t.detach();
}
int main() {
  shared_futures();
  moved_promise();
  captured_promise();
  task();
  cv_handover();
  flag();
  flag_wait();
  sems();
  shared_state();
}

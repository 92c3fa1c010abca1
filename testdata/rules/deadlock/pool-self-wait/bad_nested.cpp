#include <condition_variable>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <queue>
#include <thread>
#include <vector>

class Pool {
public:
  explicit Pool(int n) {
    for (int i = 0; i < n; ++i)
      threads_.emplace_back([this] { work(); });
  }
  ~Pool() {
    {
      std::lock_guard<std::mutex> hold(mu_);
      stopping_ = true;
    }
    ready_.notify_all();
    for (std::thread& t : threads_)
      t.join();
  }
  template <class F> std::future<int> submit(F f) {
    auto task = std::make_shared<std::packaged_task<int()>>(std::move(f));
    std::future<int> result = task->get_future();
    {
      std::lock_guard<std::mutex> hold(mu_);
      tasks_.push([task] { (*task)(); });
    }
    ready_.notify_one();
    return result;
  }

private:
  void work() {
    for (;;) {
      std::function<void()> task;
      {
        std::unique_lock<std::mutex> hold(mu_);
        ready_.wait(hold, [this] { return stopping_ || !tasks_.empty(); });
        if (tasks_.empty()) return;
        task = std::move(tasks_.front());
        tasks_.pop();
      }
      task();
    }
  }
  std::mutex mu_;
  std::condition_variable ready_;
  std::queue<std::function<void()>> tasks_;
  std::vector<std::thread> threads_;
  bool stopping_ = false;
};

int half(int n) { return n / 2; }

int main() {
  Pool pool(2);
  std::future<int> all = pool.submit([&] {
    std::future<int> part = pool.submit([] { return half(20); });
    return half(10) + part.get(); // expect: deadlock/pool-self-wait
  });
  return all.get();
}

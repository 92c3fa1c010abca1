// Pools of one's own whose tasks keep apart, and submitters who wait.
#include <atomic>
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
      workers_.emplace_back([this] { serve(); });
  }
  ~Pool() {
    {
      std::lock_guard<std::mutex> lock(mu_);
      stop_ = true;
    }
    cv_.notify_all();
    for (auto& w : workers_) w.join();
  }
  void submit(std::function<void()> f) {
    {
      std::lock_guard<std::mutex> lock(mu_);
      tasks_.push(std::move(f));
      ++open_;
    }
    cv_.notify_one();
  }
  template <class F> std::future<void> enqueue(F&& f) {
    auto task = std::make_shared<std::packaged_task<void()>>(std::forward<F>(f));
    std::future<void> result = task->get_future();
    {
      std::lock_guard<std::mutex> lock(mu_);
      tasks_.emplace([task] { (*task)(); });
      ++open_;
    }
    cv_.notify_one();
    return result;
  }
  void wait() {
    std::unique_lock<std::mutex> lock(mu_);
    idle_.wait(lock, [this] { return open_ == 0; });
  }
  bool busy() {
    std::lock_guard<std::mutex> lock(mu_);
    return open_ != 0;
  }

private:
  void serve() {
    for (;;) {
      std::function<void()> task;
      {
        std::unique_lock<std::mutex> lock(mu_);
        cv_.wait(lock, [this] { return stop_ || !tasks_.empty(); });
        if (stop_ && tasks_.empty()) return;
        task = std::move(tasks_.front());
        tasks_.pop();
      }
      task();
      std::lock_guard<std::mutex> lock(mu_);
      if (--open_ == 0) idle_.notify_all();
    }
  }
  std::vector<std::thread> workers_;
  std::queue<std::function<void()>> tasks_;
  std::mutex mu_;
  std::condition_variable cv_, idle_;
  int open_ = 0;
  bool stop_ = false;
};

// One worker: what it runs is never beside itself.
class Strand {
public:
  Strand() : worker_([this] { serve(); }) {}
  ~Strand() {
    post(nullptr);
    worker_.join();
  }
  void post(std::function<void()> f) {
    std::lock_guard<std::mutex> lock(mu_);
    tasks_.push(std::move(f));
    cv_.notify_one();
  }

private:
  void serve() {
    for (;;) {
      std::unique_lock<std::mutex> lock(mu_);
      cv_.wait(lock, [this] { return !tasks_.empty(); });
      std::function<void()> task = std::move(tasks_.front());
      tasks_.pop();
      lock.unlock();
      if (!task) return;
      task();
    }
  }
  std::mutex mu_;
  std::condition_variable cv_;
  std::queue<std::function<void()>> tasks_;
  std::thread worker_;
};

class Model {
public:
  void forward(Pool& pool) {
    for (int i = 0; i < 8; ++i)
      pool.submit([this, i] { rows_[i] = i; }); // each its own row
    pool.wait();
    for (int& r : rows_) r++;
  }

private:
  std::vector<int> rows_ = std::vector<int>(8);
};

int main() {
  Pool pool(4);
  int sum = 0, first = 0, second = 0, third = 0;
  std::mutex mu;
  std::atomic<int> count{0};
  for (int i = 0; i < 8; ++i)
    pool.submit([&] {
      count++;
      std::lock_guard<std::mutex> lock(mu);
      sum++;
    });
  pool.wait();
  sum++;

  auto done = pool.enqueue([&first] { first = 1; });
  done.get();
  first++;

  std::vector<std::future<void>> all;
  std::vector<int> out(8);
  for (int i = 0; i < 8; ++i)
    all.push_back(pool.enqueue([&out, i] { out[i] = i; }));
  for (auto& f : all) f.get();
  out[0]++;

  pool.submit([&second] { second = 1; });
  while (pool.busy()) std::this_thread::yield();
  second++;

  Model model;
  model.forward(pool);
  {
    Pool inner(2);
    inner.submit([&third] { third = 2; });
  } // the destructor waits
  third++;

  Strand strand;
  int serial = 0;
  for (int i = 0; i < 4; ++i)
    strand.post([&serial] { serial++; });
  return sum + first + second + third;
}

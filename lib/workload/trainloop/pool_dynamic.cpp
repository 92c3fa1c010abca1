// One queue, and as many threads as there is work for: a task that finds no idle worker starts one, up to a
// bound, and a worker that was idle for a while retires. A retired thread is joined by who takes its place,
// or by close().
#include "workload/trainloop/worker_pool.h"

#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <stdexcept>
#include <thread>
#include <utility>
#include <vector>

namespace burler::workload {
namespace {

constexpr std::chrono::milliseconds patience{20}; ///< of an idle worker

class PoolDynamic final : public WorkerPool {
public:
  explicit PoolDynamic(std::size_t workers) : places_(workers) {}
  ~PoolDynamic() override { close(); }

  void submit(Task task) override {
    std::thread retired;
    {
      std::lock_guard<std::mutex> lock(mutex_);
      if (closed_) throw std::logic_error("a task was submitted to a closed pool");
      ledger_.add();
      tasks_.push_back(std::move(task));
      if (idle_ < tasks_.size() && active_ < places_.size()) retired = start_worker();
    }
    filled_.notify_one();
    if (retired.joinable()) retired.join();
  }

  void close() override {
    std::vector<Place> places;
    {
      std::lock_guard<std::mutex> lock(mutex_);
      closed_ = true;
      places.swap(places_); // workers do not look at their places once the pool is closed
    }
    filled_.notify_all();
    for (Place& place : places)
      if (place.thread.joinable()) place.thread.join();
  }

private:
  struct Place {
    std::thread thread;
    bool active = false; ///< false: free, though a retired thread may be left to join
  };

  /// Puts a worker into a free place; returns the thread that had it. The caller holds mutex_.
  std::thread start_worker() {
    std::size_t free = 0;
    while (places_[free].active)
      ++free;
    std::thread retired = std::move(places_[free].thread);
    places_[free].thread = std::thread([this, free] { work(free); });
    places_[free].active = true;
    ++active_;
    return retired;
  }

  void work(std::size_t worker) {
    std::unique_lock<std::mutex> lock(mutex_);
    while (wait_for_task(lock, worker)) {
      const Task task = std::move(tasks_.front());
      tasks_.pop_front();
      lock.unlock();
      ledger_.run(task, worker);
      lock.lock();
    }
  }

  /// False when the worker shall end: the pool is closed and drained, or nothing came for a while.
  bool wait_for_task(std::unique_lock<std::mutex>& lock, std::size_t worker) {
    while (tasks_.empty() && !closed_) {
      ++idle_;
      const bool late = filled_.wait_for(lock, patience) == std::cv_status::timeout;
      --idle_;
      if (late && tasks_.empty() && !closed_) {
        places_[worker].active = false;
        --active_;
        return false;
      }
    }
    return !tasks_.empty();
  }

  std::mutex mutex_; ///< guards the following five
  std::deque<Task> tasks_;
  std::vector<Place> places_;
  std::size_t active_ = 0; ///< places that are taken
  std::size_t idle_ = 0;   ///< workers that wait
  bool closed_ = false;
  std::condition_variable filled_;
};

std::unique_ptr<WorkerPool> make(std::size_t workers) { return std::make_unique<PoolDynamic>(workers); }

} // namespace

extern const PoolEntry pool_dynamic;
const PoolEntry pool_dynamic{"dynamic", "one queue, threads come and go with the work", make};

} // namespace burler::workload

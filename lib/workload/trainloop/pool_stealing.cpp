// Every worker has a deque of its own; who has nothing to do takes the tasks that came from outside, or
// steals one of somebody else's (Blumofe and Leiserson, Scheduling multithreaded computations by work
// stealing, JACM 1999). Workers sleep on a count of the occasions when work appeared, read before they look
// for some.
#include "workload/trainloop/chase_lev_deque.h"
#include "workload/trainloop/worker_pool.h"

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <latch>
#include <mutex>
#include <stdexcept>
#include <thread>
#include <utility>
#include <vector>

namespace burler::workload {
namespace {

constexpr std::size_t deque_capacity = 16;

class PoolStealing final : public WorkerPool {
public:
  explicit PoolStealing(std::size_t workers) {
    for (std::size_t i = 0; i < workers; ++i) {
      deques_.push_back(std::make_unique<ChaseLevDeque<Task>>(deque_capacity));
      threads_.emplace_back([this, i] {
        complete_.wait();
        work(i);
      });
    }
    complete_.count_down();
  }
  ~PoolStealing() override { close(); }

  void submit(Task task) override {
    {
      std::lock_guard<std::mutex> lock(mutex_);
      if (closed_) throw std::logic_error("a task was submitted to a closed pool");
      ledger_.add();
      injected_.push_back(std::make_unique<Task>(std::move(task)));
      ++occasions_;
    }
    changed_.notify_one();
  }

  void close() override {
    {
      std::lock_guard<std::mutex> lock(mutex_);
      closed_ = true;
    }
    changed_.notify_all();
    for (std::thread& thread : threads_)
      if (thread.joinable()) thread.join();
  }

private:
  using Owned = std::unique_ptr<Task>;

  void work(std::size_t worker) {
    for (;;) {
      std::uint64_t seen = 0;
      Owned task(deques_[worker]->take());
      if (!task) task = take_injected(worker, seen);
      if (!task) task = steal(worker);
      if (task) {
        ledger_.run(*task, worker);
        continue;
      }
      std::unique_lock<std::mutex> lock(mutex_);
      while (occasions_ == seen && !closed_)
        changed_.wait(lock);
      if (occasions_ == seen) return; // closed, and nothing to do since
    }
  }

  /// One task to run, the others into this worker's deque for all to steal. Sets `seen` to the occasions that
  /// were over at that moment.
  Owned take_injected(std::size_t worker, std::uint64_t& seen) {
    std::deque<Owned> taken;
    {
      std::lock_guard<std::mutex> lock(mutex_);
      seen = occasions_;
      taken.swap(injected_);
    }
    if (taken.empty()) return nullptr;
    Owned first = std::move(taken.front());
    taken.pop_front();
    keep(worker, taken);
    return first;
  }

  void keep(std::size_t worker, std::deque<Owned>& given) {
    if (given.empty()) return;
    for (; !given.empty() && deques_[worker]->push(given.front().get()); given.pop_front())
      given.front().release(); // now the deque's
    {
      std::lock_guard<std::mutex> lock(mutex_);
      for (; !given.empty(); given.pop_front()) // what did not fit
        injected_.push_back(std::move(given.front()));
      ++occasions_;
    }
    changed_.notify_one();
  }

  Owned steal(std::size_t worker) {
    for (std::size_t i = 1; i < deques_.size(); ++i)
      if (Owned task(deques_[(worker + i) % deques_.size()]->steal()); task) return task;
    return nullptr;
  }

  std::vector<std::unique_ptr<ChaseLevDeque<Task>>> deques_;
  std::latch complete_{1}; ///< all deques are there
  std::vector<std::thread> threads_;
  std::mutex mutex_; ///< guards the following three
  std::deque<Owned> injected_;
  std::uint64_t occasions_ = 0;
  bool closed_ = false;
  std::condition_variable changed_;
};

std::unique_ptr<WorkerPool> make(std::size_t workers) { return std::make_unique<PoolStealing>(workers); }

} // namespace

extern const PoolEntry pool_stealing;
const PoolEntry pool_stealing{"stealing", "deques of their own, thieves when idle", make};

} // namespace burler::workload

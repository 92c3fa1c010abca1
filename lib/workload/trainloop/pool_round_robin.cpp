// Every worker has a lane of its own, and tasks go to the lanes in turn. Workers never touch each other's
// lanes, so there is little to contend for and nothing to balance.
#include "workload/trainloop/worker_pool.h"

#include <atomic>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <stdexcept>
#include <thread>
#include <utility>
#include <vector>

namespace burler::workload {
namespace {

struct Lane {
  std::mutex mutex; ///< guards the following two
  std::deque<Task> tasks;
  bool closed = false;
  std::condition_variable filled;
  std::thread thread; ///< of the pool's owner
};

class PoolRoundRobin final : public WorkerPool {
public:
  explicit PoolRoundRobin(std::size_t workers) : lanes_(workers) {
    for (std::size_t i = 0; i < workers; ++i)
      lanes_[i].thread = std::thread([this, i] { work(lanes_[i], i); });
  }
  ~PoolRoundRobin() override { close(); }

  void submit(Task task) override {
    Lane& lane = lanes_[next_.fetch_add(1, std::memory_order_relaxed) % lanes_.size()];
    {
      std::lock_guard<std::mutex> lock(lane.mutex);
      if (lane.closed) throw std::logic_error("a task was submitted to a closed pool");
      ledger_.add();
      lane.tasks.push_back(std::move(task));
    }
    lane.filled.notify_one();
  }

  void close() override {
    for (Lane& lane : lanes_) {
      {
        std::lock_guard<std::mutex> lock(lane.mutex);
        lane.closed = true;
      }
      lane.filled.notify_one();
    }
    for (Lane& lane : lanes_)
      if (lane.thread.joinable()) lane.thread.join();
  }

private:
  void work(Lane& lane, std::size_t worker) {
    for (;;) {
      std::unique_lock<std::mutex> lock(lane.mutex);
      while (lane.tasks.empty() && !lane.closed)
        lane.filled.wait(lock);
      if (lane.tasks.empty()) return;
      const Task task = std::move(lane.tasks.front());
      lane.tasks.pop_front();
      lock.unlock();
      ledger_.run(task, worker);
    }
  }

  std::vector<Lane> lanes_;
  std::atomic<std::size_t> next_{0};
};

std::unique_ptr<WorkerPool> make(std::size_t workers) { return std::make_unique<PoolRoundRobin>(workers); }

} // namespace

extern const PoolEntry pool_round_robin;
const PoolEntry pool_round_robin{"round-robin", "a lane for each worker, filled in turn", make};

} // namespace burler::workload

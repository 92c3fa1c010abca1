// Which tasks of a pool are not done yet, and the first exception that one of them threw.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <exception>
#include <functional>
#include <mutex>

namespace burler::workload {

/// The number says which of the pool's workers runs the task; no two tasks with one number run at the same
/// time.
using Task = std::function<void(std::size_t worker)>;

class TaskLedger {
public:
  /// One more task; before a worker can see it.
  void add();
  /// Runs the task on this thread and strikes it off, whatever it does.
  void run(const Task& task, std::size_t worker) noexcept;
  /// Waits until no task is left; throws the first exception since the last wait().
  void wait();
  /// Waits until fewer than `count` tasks are left; count > 0.
  void wait_for_room(std::size_t count);

private:
  void strike_off(std::exception_ptr thrown);

  std::mutex mutex_; ///< guards the following two
  std::size_t left_ = 0;
  std::exception_ptr first_thrown_;
  std::condition_variable fewer_left_;
};

} // namespace burler::workload

// Threads that run tasks. How tasks reach threads, and how many threads there are, is the business of a
// policy, one file each: pool_<name>.cpp.
#pragma once

#include "workload/trainloop/task_ledger.h"

#include <cstddef>
#include <memory>
#include <string>

namespace burler::workload {

/// submit() and wait() may be called by any thread, submit() by a task too; close() and the destructor by the
/// owner.
class WorkerPool {
public:
  WorkerPool() = default;
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;
  virtual ~WorkerPool() = default; ///< a policy's destructor calls close()

  /// Never waits for a task. Throws std::logic_error after close().
  virtual void submit(Task task) = 0;
  /// Waits until every task submitted so far is done, and throws the first exception that a task threw, once.
  void wait() { ledger_.wait(); }
  /// Waits until fewer than `count` tasks are left; for callers that would be too far ahead. count > 0; not
  /// for tasks.
  void wait_for_room(std::size_t count) { ledger_.wait_for_room(count); }
  /// Runs what was submitted, then ends the threads and joins them. May be called more than once.
  virtual void close() = 0;

protected:
  TaskLedger ledger_;
};

/// A policy. The table is generated from the files pool_<name>.cpp: a new one edits nothing else.
struct PoolEntry {
  const char* name;
  const char* summary;
  std::unique_ptr<WorkerPool> (*make)(std::size_t workers); ///< workers > 0: at most that many threads
};
extern const PoolEntry* const pool_table[];
extern const std::size_t pool_count;

/// Null when there is no policy of that name.
const PoolEntry* find_pool(const std::string& name);

} // namespace burler::workload

// Stand-in for the shared worker threads of Triton's common library.
#ifndef BURLER_STUB_TRITON_WORK_QUEUE
#define BURLER_STUB_TRITON_WORK_QUEUE
#include "triton/common/error.h"
#include "triton/common/thread_pool.h"
namespace triton {
namespace common {
class AsyncWorkQueue {
public:
  static Error Initialize(std::size_t workers);
  static std::size_t WorkerCount();
  static Error AddTask(std::function<void(void)>&& task);
};
} // namespace common
} // namespace triton
#endif

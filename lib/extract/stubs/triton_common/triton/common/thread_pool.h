// Stand-in for the worker threads of Triton's common library.
#ifndef BURLER_STUB_TRITON_THREAD_POOL
#define BURLER_STUB_TRITON_THREAD_POOL
#include <cstddef>
#include <functional>
namespace triton {
namespace common {
class ThreadPool {
public:
  using Task = std::function<void(void)>;
  explicit ThreadPool(std::size_t count);
  ~ThreadPool();
  void Enqueue(Task&& task);
  std::size_t TaskQueueSize();
  std::size_t Size();
};
} // namespace common
} // namespace triton
#endif

// Stand-in for the blocking queue of Triton's common library.
#ifndef BURLER_STUB_TRITON_SYNC_QUEUE
#define BURLER_STUB_TRITON_SYNC_QUEUE
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
namespace triton {
namespace common {
template <class Item> class SyncQueue {
public:
  bool Empty();
  Item Get();
  void Put(const Item& item);
  void Put(Item&& item);
};
} // namespace common
} // namespace triton
#endif

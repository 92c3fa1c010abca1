// One thread is enough: the declared order is broken, and two declarations contradict each other.
#include <mutex>

#define CAPABILITY(x) __attribute__((capability(x)))
#define ACQUIRE(...) __attribute__((acquire_capability(__VA_ARGS__)))
#define RELEASE(...) __attribute__((release_capability(__VA_ARGS__)))
#define ACQUIRED_BEFORE(...) __attribute__((acquired_before(__VA_ARGS__)))
#define ACQUIRED_AFTER(...) __attribute__((acquired_after(__VA_ARGS__)))

class CAPABILITY("mutex") Mutex {
public:
  void Lock() ACQUIRE();
  void Unlock() RELEASE();
};

class Pool {
public:
  void steal() {
    block_mu_.Lock(); // expect: deadlock/lock-order-cycle
    list_mu_.Lock();  // expect: deadlock/lock-order-cycle
    list_mu_.Unlock();
    block_mu_.Unlock();
  }

private:
  Mutex list_mu_;
  Mutex page_mu_ ACQUIRED_AFTER(list_mu_);
  Mutex block_mu_ ACQUIRED_AFTER(page_mu_);
};

extern Mutex upper; // expect: deadlock/lock-order-cycle
Mutex lower ACQUIRED_AFTER(upper); // expect: deadlock/lock-order-cycle
Mutex upper ACQUIRED_AFTER(lower);

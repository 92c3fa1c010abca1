// The caller's lock is given back while slow work runs, and taken again before the return.
#include <mutex>

struct Released {
  explicit Released(std::mutex& m) : mutex(m) { mutex.unlock(); }
  ~Released() { mutex.lock(); }
  std::mutex& mutex;
};

std::mutex state_lock;
int state = 0;

int slow(int n) { return n * 3; }

// Called with state_lock held, and returns with it held.
int refresh(int n) {
  if (n == 0) return 0;
  if (n < 10) {
    state_lock.unlock();
    const int result = slow(n);
    state_lock.lock();
    return result;
  }
  Released gap(state_lock);
  if (n > 100) return 1;
  return slow(n);
}

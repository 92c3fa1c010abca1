// Admission and eviction wait for the same condition, each with its own mutex.
#include <condition_variable>
#include <mutex>
#include <thread>

class Scheduler {
public:
  void admit() {
    std::unique_lock<std::mutex> hold(admit_mu_);
    changed_.wait(hold, [this] { return free_slots_ > 0; }); // expect: condvar/mixed-mutexes
    --free_slots_;
  }
  void evict() {
    std::unique_lock<std::mutex> hold(evict_mu_);
    changed_.wait(hold, [this] { return victims_ > 0; }); // expect: condvar/mixed-mutexes
    --victims_;
  }
  void finish() {
    std::scoped_lock hold(admit_mu_, evict_mu_);
    ++free_slots_;
    ++victims_;
    changed_.notify_all();
  }

private:
  std::mutex admit_mu_, evict_mu_;
  std::condition_variable changed_;
  int free_slots_ = 0, victims_ = 0;
};

int main() {
  Scheduler scheduler;
  std::thread a([&] { scheduler.admit(); });
  std::thread b([&] { scheduler.evict(); });
  scheduler.finish();
  a.join();
  b.join();
}

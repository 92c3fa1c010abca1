// A library without visible threads: the scheduler calls into the request with its lock held, and the request
// calls back into the scheduler with its own.
#include <mutex>

class Scheduler;

class Request {
public:
  void cancel(Scheduler& scheduler);
  void mark_done() {
    std::lock_guard<std::mutex> l(mu_); // expect: deadlock/lock-order-cycle
    done_ = true;
  }

private:
  std::mutex mu_;
  bool done_ = false;
};

class Scheduler {
public:
  void finish(Request* request) {
    std::lock_guard<std::mutex> l(queue_mu_); // expect: deadlock/lock-order-cycle
    request->mark_done();
  }
  void forget() {
    std::lock_guard<std::mutex> l(queue_mu_); // expect: deadlock/lock-order-cycle
    --waiting_;
  }

private:
  std::mutex queue_mu_;
  int waiting_ = 0;
};

void Request::cancel(Scheduler& scheduler) {
  std::lock_guard<std::mutex> l(mu_); // expect: deadlock/lock-order-cycle
  done_ = true;
  scheduler.forget();
}

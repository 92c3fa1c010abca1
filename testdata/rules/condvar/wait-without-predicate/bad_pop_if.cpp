// A request queue tests once, before the wait: a spurious or stolen wake-up pops from an empty queue.
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

struct Request {
  int id = 0;
};

class RequestQueue {
public:
  void push(Request r) {
    std::lock_guard<std::mutex> hold(mu_);
    waiting_.push_back(r);
    arrived_.notify_one();
  }
  Request pop() {
    std::unique_lock<std::mutex> hold(mu_);
    if (waiting_.empty()) arrived_.wait(hold); // expect: condvar/wait-without-predicate
    Request next = waiting_.front();
    waiting_.pop_front();
    return next;
  }

private:
  std::mutex mu_;
  std::condition_variable arrived_;
  std::deque<Request> waiting_;
};

int main() {
  RequestQueue queue;
  std::thread a([&] { queue.pop(); });
  std::thread b([&] { queue.pop(); });
  queue.push({1});
  queue.push({2});
  a.join();
  b.join();
}

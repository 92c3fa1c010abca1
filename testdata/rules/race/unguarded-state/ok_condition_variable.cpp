#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

class Queue {
public:
  void push(int v) {
    {
      std::lock_guard<std::mutex> g(mu_);
      items_.push_back(v);
    }
    cv_.notify_one();
  }
  int pop() {
    std::unique_lock<std::mutex> lock(mu_);
    cv_.wait(lock, [this] { return !items_.empty(); });
    int v = items_.front();
    items_.pop_front();
    return v;
  }

private:
  std::mutex mu_;
  std::condition_variable cv_;
  std::deque<int> items_;
};

int main() {
  Queue q;
  std::thread producer([&] { q.push(3); });
  int got = q.pop();
  producer.join();
  return got;
}

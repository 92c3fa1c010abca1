// The thread that joins the workers takes from their queue too before it does: taking is not setting the state.
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

class Requests {
public:
  void push(int request) {
    {
      std::lock_guard<std::mutex> hold(mu_);
      waiting_.push_back(request);
    }
    filled_.notify_one();
  }
  bool pop(int& request) {
    std::unique_lock<std::mutex> hold(mu_);
    while (waiting_.empty() && !closed_)
      filled_.wait(hold);
    if (waiting_.empty()) return false;
    request = waiting_.front();
    waiting_.pop_front();
    return true;
  }
  void close() {
    {
      std::lock_guard<std::mutex> hold(mu_);
      closed_ = true;
    }
    filled_.notify_all();
  }

private:
  std::mutex mu_;
  std::condition_variable filled_;
  std::deque<int> waiting_;
  bool closed_ = false;
};

int serve(Requests& requests) {
  int served = 0;
  for (int request = 0; requests.pop(request);)
    ++served;
  return served;
}

int main() {
  Requests requests;
  std::thread client([&] {
    for (int i = 0; i < 10; ++i)
      requests.push(i);
    requests.close();
  });
  std::thread other([&] { serve(requests); });
  const int served = serve(requests);
  client.join();
  other.join();
  return served > 10;
}

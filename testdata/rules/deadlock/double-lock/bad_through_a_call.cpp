#include <mutex>

class Pool {
public:
  int size() {
    std::lock_guard<std::mutex> g(mu_); // expect: deadlock/double-lock
    return n_;
  }
  void push() {
    std::lock_guard<std::mutex> g(mu_);
    if (size() < 10) ++n_;
  }

private:
  std::mutex mu_;
  int n_ = 0;
};

int main() {
  Pool p;
  p.push();
}

#include <mutex>

class Pool {
public:
  int size() {
    std::lock_guard<std::recursive_mutex> g(mu_);
    return n_;
  }
  void push() {
    std::lock_guard<std::recursive_mutex> g(mu_);
    if (size() < 10) ++n_;
  }

private:
  std::recursive_mutex mu_;
  int n_ = 0;
};

int main() {
  Pool p;
  p.push();
}

// No thread in sight: the class says by its lock that it is shared.
#include <mutex>

class Session {
public:
  void add(int n) {
    std::lock_guard<std::mutex> g(mu_);
    tokens_ += n;
  }
  void remove(int n) {
    std::lock_guard<std::mutex> g(mu_);
    tokens_ -= n;
  }
  void clear() {
    std::lock_guard<std::mutex> g(mu_);
    tokens_ = 0;
  }
  int peek() const {
    return tokens_; // expect: race/unguarded-state
  }

private:
  mutable std::mutex mu_;
  int tokens_ = 0;
};

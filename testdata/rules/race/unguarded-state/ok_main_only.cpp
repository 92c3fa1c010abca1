// A lock, unlocked accesses, but one thread: main is in sight and starts none.
#include <mutex>

class Log {
public:
  void add() {
    std::lock_guard<std::mutex> g(mu_);
    ++lines_;
  }
  int lines() const { return lines_; }

private:
  std::mutex mu_;
  int lines_ = 0;
};

int main() {
  Log log;
  log.add();
  return log.lines();
}

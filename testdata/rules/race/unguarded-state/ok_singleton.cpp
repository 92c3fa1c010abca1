#include <mutex>
#include <thread>

class Registry {
public:
  static Registry& instance() {
    static Registry registry;
    return registry;
  }
  void add() {
    std::lock_guard<std::mutex> g(mu_);
    ++count_;
  }

private:
  std::mutex mu_;
  int count_ = 0;
};

int main() {
  std::thread a([] { Registry::instance().add(); });
  Registry::instance().add();
  a.join();
}

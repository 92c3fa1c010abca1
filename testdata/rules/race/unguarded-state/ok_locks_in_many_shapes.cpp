#include <mutex>
#include <shared_mutex>
#include <thread>

struct Model {
  std::mutex mu;
  std::shared_mutex rw;
  int steps = 0;
  int version = 0;

  std::unique_lock<std::mutex> hold() { return std::unique_lock<std::mutex>(mu); }

  void deferred() {
    std::unique_lock<std::mutex> lock(mu, std::defer_lock);
    lock.lock();
    ++steps;
  }
  void adopted() {
    mu.lock();
    std::lock_guard<std::mutex> g(mu, std::adopt_lock);
    ++steps;
  }
  void returned() {
    auto lock = hold();
    ++steps;
  }
  void tried() {
    std::unique_lock<std::mutex> lock(mu, std::try_to_lock);
    if (lock.owns_lock()) ++steps;
  }
  void moved() {
    std::unique_lock<std::mutex> lock(mu);
    std::unique_lock<std::mutex> other(std::move(lock));
    ++steps;
  }
  void together() {
    std::scoped_lock both(mu, rw);
    ++steps;
    ++version;
  }
  int read_version() {
    std::shared_lock<std::shared_mutex> g(rw);
    return version;
  }
  void raw() {
    mu.lock();
    ++steps;
    mu.unlock();
  }
};

int main() {
  Model m;
  auto all = [&m] {
    m.deferred();
    m.adopted();
    m.returned();
    m.tried();
    m.moved();
    m.together();
    m.read_version();
    m.raw();
  };
  std::thread a(all), b(all);
  a.join();
  b.join();
}

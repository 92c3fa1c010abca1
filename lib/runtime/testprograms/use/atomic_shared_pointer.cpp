// atomic<shared_ptr> and atomic<weak_ptr> as a published configuration; the older free functions too. Twin: 1
// a plain shared_ptr in its place.
#include <atomic>
#include <cassert>
#include <cstdlib>
#include <memory>
#include <thread>

int twin = 0;
struct Settings {
  int a, b;
};
#if defined(__cpp_lib_atomic_shared_ptr)
using Published = std::atomic<std::shared_ptr<Settings>>;
#else
class Published {
public:
  explicit Published(std::shared_ptr<Settings> p) : p_(std::move(p)) {}
  std::shared_ptr<Settings> load() const { return std::atomic_load(&p_); }
  void store(std::shared_ptr<Settings> p) { std::atomic_store(&p_, std::move(p)); }

private:
  std::shared_ptr<Settings> p_;
};
#endif

int main(int, char** words) {
  twin = words[1] ? std::atoi(words[1]) : 0;
  Published current(std::make_shared<Settings>(1, 1));
  std::shared_ptr<Settings> bare = std::make_shared<Settings>(1, 1);
  auto read = [&] {
    for (int i = 0; i < 2; ++i) {
      const std::shared_ptr<Settings> seen = twin == 1 ? bare : current.load();
      assert(seen->a == seen->b);
    }
  };
  auto write = [&](int v) {
    auto fresh = std::make_shared<Settings>(v, v);
    if (twin == 1)
      bare = fresh;
    else
      current.store(fresh);
  };
  std::thread a(read), b(read), c(write, 2), d(write, 3);
  a.join();
  b.join();
  c.join();
  d.join();
  assert(twin == 1 || current.load()->a >= 2);
}

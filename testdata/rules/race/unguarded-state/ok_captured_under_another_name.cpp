// A copy made for the closure is the thread's own.
#include <memory>
#include <thread>

struct Counter {
  int runs = 0;
};

int main() {
  Counter a;
  auto owner = std::make_unique<Counter>();
  std::thread t([copy = a, n = a.runs, own = std::move(owner)]() mutable {
    copy.runs++;
    n++;
    own->runs++;
  });
  a.runs++;
  t.join();
}

// Captures that are made for the closure: a pointer, a reference, an owner.
#include <memory>
#include <thread>

struct Counter {
  int runs = 0;
};

int main() {
  Counter a, b;
  auto owner = std::make_unique<Counter>();
  Counter* raw = owner.get();
  std::thread t([p = &a, &r = b, own = std::move(owner)] {
    p->runs++;   // expect: race/unguarded-state
    r.runs++;    // expect: race/unguarded-state
    own->runs++; // expect: race/unguarded-state
  });
  a.runs++;
  b.runs++;
  raw->runs++;
  t.join();
}

#include <thread>

int main() {
  int loss = 0;
  std::thread worker([&loss] {
    loss = 1; // expect: race/unguarded-state
  });
  const int seen = loss; // expect: race/unguarded-state
  worker.join();
  return seen;
}

#include <thread>

int steps = 0;

void train() {
  ++steps; // expect: race/unguarded-state
}

int main() {
  std::thread a(train);
  std::thread b(train);
  a.join();
  b.join();
}

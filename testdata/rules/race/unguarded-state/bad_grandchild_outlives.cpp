#include <thread>

int progress = 0;

void report() {
  progress++; // expect: race/unguarded-state
}

void load() {
  std::thread reporter(report);
  reporter.detach(); // nobody waits for it
}

int main() {
  std::thread loader(load);
  loader.join();
  progress = 100; // expect: race/unguarded-state
}

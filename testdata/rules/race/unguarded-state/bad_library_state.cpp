// Two threads format times with a function of the C library that has one buffer for all.
#include <ctime>
#include <thread>

int minute_of(std::time_t when) {
  return std::localtime(&when)->tm_min; // expect: race/unguarded-state
}

int main() {
  std::thread worker([] { (void)minute_of(1); });
  (void)minute_of(2);
  worker.join();
}

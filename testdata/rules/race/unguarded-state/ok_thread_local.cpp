#include <thread>

thread_local int scratch = 0;

void work() { scratch += 1; }

int main() {
  std::thread a(work), b(work);
  a.join();
  b.join();
}

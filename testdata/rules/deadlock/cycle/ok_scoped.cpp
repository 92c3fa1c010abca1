// Correct: the twin of the bad program.
#include <mutex>
#include <thread>

std::mutex a, b;

int main() {
  std::thread first([] { std::scoped_lock lock(a, b); });
  std::thread second([] { std::scoped_lock lock(b, a); });
  first.join();
  second.join();
}

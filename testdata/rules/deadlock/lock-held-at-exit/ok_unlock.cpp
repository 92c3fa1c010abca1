// Correct: the twin of the bad program.
#include <mutex>
#include <thread>

std::mutex m;

int main() {
  auto work = [] { std::lock_guard lock(m); };
  std::thread first(work), second(work);
  first.join();
  second.join();
}

// Correct: the twin of the bad program.
#include <atomic>
#include <thread>

std::atomic<int*> target{nullptr};
int value = 1, result = 0;

int main() {
  std::thread reader([] {
    if (int* seen = target.load()) result = *seen;
  });
  target = &value;
  reader.join();
}

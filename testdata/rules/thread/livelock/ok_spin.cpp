// Correct: the twin of the bad program.
#include <atomic>
#include <thread>

std::atomic<int> flag{0};

int main() {
  std::thread spinner([] {
    while (flag.load() != 2) {
    }
  });
  flag = 1;
  flag = 2;
  spinner.join();
}

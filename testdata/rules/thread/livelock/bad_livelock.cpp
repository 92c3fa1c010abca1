// Spins on a flag that nobody is left to set.
#include <atomic>
#include <thread>

std::atomic<int> flag{0};

int main() {
  std::thread spinner([] {
    while (flag.load() != 2) {
    }
  });
  flag = 1;
  spinner.join();
}

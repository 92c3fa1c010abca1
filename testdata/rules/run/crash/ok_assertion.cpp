// Correct: one step for each update.
// burler: schedules 60
#include <atomic>
#include <cassert>
#include <thread>

std::atomic<int> balance{100};

void withdraw() { balance -= 30; }

int main() {
  std::thread other(withdraw);
  withdraw();
  other.join();
  assert(balance == 40);
}

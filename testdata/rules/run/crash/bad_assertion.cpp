// An assertion that one order of the two updates breaks.
// burler: schedules 200
#include <atomic>
#include <cassert>
#include <thread>

std::atomic<int> balance{100};

void withdraw() {
  const int seen = balance;
  balance = seen - 30;
}

int main() {
  std::thread other(withdraw);
  withdraw();
  other.join();
  assert(balance == 40); // expect: run/crash
}

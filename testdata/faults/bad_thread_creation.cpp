// The second thread cannot be created, and the first one is still joinable when the exception leaves.
// faults: thread-creation
// expect: run/crash thread creation fail
#include <thread>

int main() {
  std::thread a([] {});
  std::thread b([] {});
  a.join();
  b.join();
}

// A decode slot is refused although it was free when the weak compare-and-swap fails for no reason.
#include <atomic>
#include <thread>

std::atomic<bool> busy{false};
std::atomic<int> refused{0}, served{0};

void serve() {
  bool expected = false;
  if (busy.compare_exchange_weak(expected, true)) { // expect: atomic/weak-cas-without-loop
    ++served;
    busy = false;
  } else {
    ++refused;
  }
}

int main() {
  std::thread a(serve), b(serve);
  a.join();
  b.join();
}

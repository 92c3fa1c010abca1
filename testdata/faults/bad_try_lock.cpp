// Takes a failed try_lock for the proof that somebody else is at work: nobody need be, and the work is lost.
// faults: (default)
// expect: run/crash
#include <cassert>
#include <mutex>
#include <thread>

std::mutex gate;
int done = 0;

void once() {
  if (!gate.try_lock()) return; // "the other one does it"
  ++done;
  gate.unlock();
}

int main() {
  std::thread a(once);
  a.join();
  std::thread b([] {}); // a second thread alive while the first call is made
  once();
  b.join();
  assert(done == 2);
}

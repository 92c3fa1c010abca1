// Two balances that are to have one sum are changed one after the other, each under the lock, not both.
#include <burler/check.h>
#include <mutex>
#include <thread>

std::mutex m;
int left = 10, right = 0;
bool moving = false;

void move_one() {
  {
    std::lock_guard lock(m);
    moving = true;
    --left;
    moving = false;
  } // expect: run/broken-invariant
  std::lock_guard lock(m);
  moving = true;
  ++right;
  moving = false;
}

int main() {
  auto whole = [] { return moving || left + right == 10; };
  burler::check_always(whole, "no money is lost while nobody moves any");
  std::thread a(move_one), b(move_one);
  a.join();
  b.join();
}

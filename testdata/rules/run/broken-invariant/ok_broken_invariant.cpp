// Correct: the twin of the bad program.
#include <burler/check.h>
#include <mutex>
#include <thread>

std::mutex m;
int left = 10, right = 0;
bool moving = false;

void move_one() {
  std::lock_guard lock(m);
  moving = true;
  --left;
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

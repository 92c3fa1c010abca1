// The second acquisition is never reached: the flag is off.
#include <mutex>

std::mutex mu;
int steps;

void advance() {
  std::lock_guard<std::mutex> l(mu);
  bool again = false;
  if (again) {
    std::lock_guard<std::mutex> m(mu);
    ++steps;
  }
  ++steps;
}

int main() { advance(); }

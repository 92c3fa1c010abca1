#include <mutex>

std::mutex mu;

void step(bool first) {
  if (first) {
    mu.lock();
  } else {
    mu.lock();
  }
  mu.unlock();
  mu.lock();
  mu.unlock();
}

int main() {
  for (int i = 0; i < 3; ++i) step(i == 0);
}

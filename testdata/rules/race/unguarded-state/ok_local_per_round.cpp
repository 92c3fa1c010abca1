#include <thread>

int main() {
  for (int step = 0; step < 3; ++step) {
    int grad = 0;
    std::thread t([&grad] { grad = 1; });
    t.join();
    grad += step;
  }
}

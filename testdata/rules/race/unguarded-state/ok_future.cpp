#include <future>

int main() {
  int loss = 0;
  auto done = std::async(std::launch::async, [&loss] { loss = 5; });
  done.get();
  return loss;
}

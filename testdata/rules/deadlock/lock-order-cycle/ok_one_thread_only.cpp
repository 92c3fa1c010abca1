#include <mutex>
#include <thread>

std::mutex a, b;

void forward() {
  std::lock_guard<std::mutex> g(a);
  std::lock_guard<std::mutex> h(b);
}
void backward() {
  std::lock_guard<std::mutex> g(b);
  std::lock_guard<std::mutex> h(a);
}

int main() {
  std::thread t([] {
    forward();
    backward();
  });
  t.join();
}

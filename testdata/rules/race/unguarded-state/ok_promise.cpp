#include <future>
#include <thread>

int main() {
  int loss = 0;
  std::promise<void> done;
  auto finished = done.get_future();
  std::thread t([&] {
    loss = 3;
    done.set_value();
  });
  finished.wait();
  loss += 1;
  t.join();
  return loss;
}

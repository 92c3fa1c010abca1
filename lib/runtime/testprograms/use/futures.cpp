// promise and future (value, reference, exception, abandoned), shared_future, packaged_task, async in both
// ways. Twins: 1 the value is written after it was promised, 2 nobody keeps the promise.
#include <cassert>
#include <chrono>
#include <cstdlib>
#include <future>
#include <stdexcept>
#include <thread>

using namespace std::chrono_literals;
int twin = 0, side = 0;

void promises() {
  std::promise<int*> promise;
  auto future = promise.get_future();
  std::thread keeper([&, p = std::move(promise)]() mutable {
    if (twin == 2) {
      std::this_thread::sleep_for(1s);
      auto* kept = new std::promise<int*>(std::move(p)); // never set, never destroyed
      assert(kept);
      return;
    }
    if (twin != 1) side = 3;
    p.set_value(&side);
    if (twin == 1) side = 3;
  });
  if (twin != 2 && future.wait_for(10s) != std::future_status::ready) std::abort();
  assert(*future.get() >= 0);
  keeper.join();
}

int main(int, char** words) {
  twin = words[1] ? std::atoi(words[1]) : 0;
  promises();
  std::packaged_task<int(int)> task([](int x) { return x * 2; });
  std::shared_future<int> doubled = task.get_future();
  std::thread runs(std::move(task), 21);
  std::thread looks([doubled] { assert(doubled.get() == 42); });
  assert(doubled.get() == 42);
  auto fails = std::async(std::launch::async, []() -> int { throw std::runtime_error("no"); });
  auto lazy = std::async(std::launch::deferred, [] { return side; });
  try {
    fails.get();
    std::abort();
  } catch (const std::runtime_error&) {
  }
  assert(lazy.get() == 3);
  std::future<void> broken = [] { return std::promise<void>().get_future(); }();
  try {
    broken.get();
    std::abort();
  } catch (const std::future_error&) {
  }
  runs.join();
  looks.join();
}

// A dispatcher keeps mutex, condition and flag on its stack; the pool's thread notifies after it unlocked.
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

void run_and_wait(int request) {
  std::mutex mu;
  std::condition_variable finished;
  bool done = false;
  std::thread worker([&, request] {
    int answer = request * 2;
    {
      std::lock_guard<std::mutex> hold(mu);
      done = answer >= 0;
    }
    finished.notify_one(); // expect: condvar/notify-then-destroy
  });
  worker.detach();
  std::unique_lock<std::mutex> hold(mu);
  finished.wait(hold, [&] { return done; });
}

int main() {
  for (int i = 0; i < 8; ++i)
    run_and_wait(i);
}

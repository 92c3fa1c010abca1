// jthread, stop_token, stop_callback (its destructor waits for a callback that runs), condition_variable_any
// woken by a stop request. Twins: 1 the callback writes what the owner reads early, 2 waits without the
// token.
#include <cassert>
#include <condition_variable>
#include <cstdlib>
#include <mutex>
#include <stop_token>
#include <thread>

int twin = 0, called = 0, items = 0, served = 0;
std::mutex m;
std::condition_variable_any changed;

void serve(std::stop_token token) {
  std::unique_lock lock(m);
  for (;;) {
    if (twin == 2)
      changed.wait(lock, [] { return items > 0; });
    else if (!changed.wait(lock, token, [] { return items > 0; }))
      return;
    --items;
    ++served;
  }
}

void callbacks() {
  std::stop_source source;
  std::jthread asks([&source] { source.request_stop(); });
  int local = 0;
  {
    std::stop_callback end(source.get_token(), [&local] {
      ++local;
      ++called;
    });
    if (twin == 1) (void)*static_cast<volatile int*>(&local);
  }
  assert(local == 0 || local == 1);
}

int main(int, char** words) {
  twin = words[1] ? std::atoi(words[1]) : 0;
  callbacks();
  assert(called == 0 || called == 1);
  std::jthread a(serve), b(serve);
  {
    std::lock_guard lock(m);
    items = 2;
  }
  changed.notify_all();
  std::jthread loops([](std::stop_token token) {
    while (!token.stop_requested())
      std::this_thread::yield();
  });
}

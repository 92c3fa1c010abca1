// Both uses are under the lock, so there is no race; but the pointer stays where the other thread finds it.
#include <mutex>
#include <thread>

struct Session {
  int touched = 0;
};

static std::mutex mutex;
static Session* session = new Session;

int main() {
  std::thread user([] {
    const std::lock_guard guard(mutex);
    ++session->touched;
  });
  std::thread closer([] {
    const std::lock_guard guard(mutex);
    session->touched = 0;
    delete session;
  });
  user.join();
  closer.join();
}

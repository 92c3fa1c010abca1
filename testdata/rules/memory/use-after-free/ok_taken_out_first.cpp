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
    if (session) ++session->touched;
    // Memory that is given out again has no past.
    delete new Session;
  });
  std::thread closer([] {
    const std::lock_guard guard(mutex);
    delete session;
    session = nullptr;
    Session* other = new Session;
    other->touched = 1;
    delete other;
  });
  user.join();
  closer.join();
}

// The staging buffer is deleted before the copier that fills it is joined.
#include <atomic>
#include <thread>

struct Staging {
  float data[256] = {};
  int used = 0;
  ~Staging() { used = 0; }
};

class Copier {
public:
  Copier() : staging_(new Staging), thread_([this] { run(); }) {}
  ~Copier() {
    stop_ = true;
    delete staging_; // expect: thread/used-after-teardown
    thread_.join();
  }

private:
  void run() {
    while (!stop_)
      staging_->data[0] += 1.0f;
  }
  std::atomic<bool> stop_{false};
  Staging* staging_;
  std::thread thread_;
};

int main() { Copier copier; }

// What the elements of a queue point to is not the queue: its own lock guards it.
#include <deque>
#include <mutex>

struct Buffer {
  void done() {
    std::lock_guard<std::mutex> lock(mutex);
    ++completions;
  }
  std::mutex mutex;
  int completions = 0;
};

class Pair {
public:
  void send(Buffer* buffer) {
    std::lock_guard<std::mutex> lock(mutex_);
    queue_.push_back(buffer);
    flush();
  }

private:
  void flush() {
    if (!queue_.empty()) {
      queue_.front()->done();
    }
  }

  std::mutex mutex_;
  std::deque<Buffer*> queue_;
};

int main() {
  Buffer buffer;
  Pair pair;
  pair.send(&buffer);
}

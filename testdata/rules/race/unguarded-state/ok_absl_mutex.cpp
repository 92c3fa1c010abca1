// The same table with every write under the writer's side, and results handed over by a one-time event.
#include <thread>

namespace absl {
class Mutex {
public:
  void Lock();
  void Unlock();
};
class MutexLock {
public:
  explicit MutexLock(Mutex* mutex);
  ~MutexLock();
};
class ReaderMutexLock {
public:
  explicit ReaderMutexLock(Mutex* mutex);
  ~ReaderMutexLock();
};
} // namespace absl

class PageTable {
public:
  void map() {
    absl::MutexLock lock(&mutex_);
    ++pages_;
  }
  int lookup() {
    absl::ReaderMutexLock lock(&mutex_);
    return pages_;
  }

private:
  absl::Mutex mutex_;
  int pages_ = 0;
};

int main() {
  PageTable table;
  std::thread first([&] { table.lookup(); });
  std::thread second([&] { table.map(); });
  table.map();
  first.join();
  second.join();
}

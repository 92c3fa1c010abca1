// A page table under a reader-writer mutex: one path counts under the reader lock, which several threads
// hold.
#include <thread>

namespace absl {
class Mutex {
public:
  void Lock();
  void Unlock();
  void ReaderLock();
  void ReaderUnlock();
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
    ++hits_; // expect: race/unguarded-state
    return pages_;
  }

private:
  absl::Mutex mutex_;
  int pages_ = 0;
  int hits_ = 0;
};

int main() {
  PageTable table;
  std::thread first([&] { table.lookup(); });
  std::thread second([&] { table.lookup(); });
  table.map();
  first.join();
  second.join();
}

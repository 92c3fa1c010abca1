#include <map>
#include <mutex>
#include <string>
#include <vector>

struct Props {
  int sms;
  int memory;
};
Props query(int device);

// The flag is set before the value, and nobody locks.
const Props& props(int device) {
  static bool ready = false;
  static Props cache;
  if (!ready) { // expect: race/lazy-init
    ready = true;
    cache = query(device);
  }
  return cache;
}

class Tables;
Tables* make_tables();
Tables* tables = nullptr;
std::mutex tables_mutex;

// Double-checked locking with a plain pointer.
Tables* get_tables() {
  if (tables == nullptr) { // expect: race/lazy-init
    std::lock_guard<std::mutex> lock(tables_mutex);
    if (tables == nullptr) tables = make_tables();
  }
  return tables;
}

std::once_flag speeds_flag;
std::map<std::string, int> speeds;

int speed(const std::string& link) {
  std::call_once(speeds_flag, [] { speeds["eth0"] = 100; });
  return speeds[link]; // expect: race/lazy-init
}

// A const method that fills a cache.
class Tokenizer {
public:
  int merges() const {
    if (count_ < 0) { // expect: race/lazy-init
      count_ = 50000;
    }
    return count_;
  }
  void add(int merge) {
    std::lock_guard<std::mutex> lock(mutex_);
    list_.push_back(merge);
  }

private:
  std::mutex mutex_;
  std::vector<int> list_;
  mutable int count_ = -1;
};

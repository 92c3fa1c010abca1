#include <atomic>
#include <map>
#include <mutex>
#include <string>

struct Props {
  int sms;
};
Props query(int device);

const Props& props() {
  static const Props cache = query(0);
  return cache;
}

std::once_flag flag;
std::map<std::string, int> speeds;

int speed(const std::string& link) {
  std::call_once(flag, [] { speeds["eth0"] = 100; });
  const auto found = speeds.find(link);
  return found == speeds.end() ? 0 : found->second;
}

std::atomic<Props*> shared{nullptr};
std::mutex mutex;

Props* get() {
  Props* p = shared.load(std::memory_order_acquire);
  if (p == nullptr) {
    std::lock_guard<std::mutex> lock(mutex);
    p = shared.load(std::memory_order_relaxed);
    if (p == nullptr) {
      p = new Props(query(1));
      shared.store(p, std::memory_order_release);
    }
  }
  return p;
}

int lookups() {
  static std::map<int, int> seen;
  std::lock_guard<std::mutex> lock(mutex);
  if (seen.find(3) == seen.end()) seen[3] = 4;
  return seen[3];
}

int per_thread() {
  thread_local int value = 0;
  if (value == 0) value = 7;
  return value;
}

// No thread in sight and no claim that anybody shares it.
class Parser {
public:
  int position() const {
    if (cached_ < 0) cached_ = 3;
    return cached_;
  }

private:
  mutable int cached_ = -1;
};

int main() {
  Parser parser;
  return parser.position();
}

// Pages and bytes of the KV cache always change together, but eviction decides on a mixture of old and new.
#include <atomic>
#include <thread>

class Usage {
public:
  void add(long bytes) {
    pages_ += 1;
    bytes_ += bytes;
  }
  void drop(long bytes) {
    pages_ -= 1;
    bytes_ -= bytes;
  }
  bool evict() const {
    if (bytes_ < pages_ * 4096) // expect: atomic/split-invariant
      return true;
    return false;
  }

private:
  std::atomic<long> pages_{0}, bytes_{0};
};

int main() {
  Usage usage;
  std::thread prefill([&] { usage.add(8192); });
  const bool evict = usage.evict();
  prefill.join();
  usage.drop(8192);
  return evict;
}

// A pointer published before what it points to: crashes in some schedules.
#include <atomic>
#include <thread>

std::atomic<bool> published{false};
std::atomic<int*> target{nullptr};
int value = 1, result = 0;

int main() {
  std::thread reader([] {
    if (published) result = *target.load();
  });
  published = true;
  target = &value;
  reader.join();
}

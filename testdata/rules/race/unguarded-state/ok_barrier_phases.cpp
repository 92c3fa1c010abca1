#include <barrier>
#include <thread>
#include <vector>

int main() {
  int shared = 0;
  std::vector<int> part(2);
  std::barrier sync(2);
  auto work = [&](int id) {
    part[id] = id + 1;
    sync.arrive_and_wait();
    if (id == 0) part[0] += part[1];
    sync.arrive_and_wait();
    part[id] += 1;
  };
  std::thread a(work, 0), b(work, 1);
  a.join();
  b.join();
  shared = part[0];
  return shared;
}

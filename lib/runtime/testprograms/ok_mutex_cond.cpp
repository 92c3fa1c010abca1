// A bounded queue with two condition variables, two producers and two consumers: correct.
#include <cassert>
#include <condition_variable>
#include <mutex>
#include <queue>
#include <thread>
#include <vector>

std::mutex m;
std::condition_variable not_empty, not_full;
std::queue<int> items;
int sum = 0;

void produce() {
  for (int i = 1; i <= 3; ++i) {
    std::unique_lock lock(m);
    not_full.wait(lock, [] { return items.size() < 2; });
    items.push(i);
    not_empty.notify_one();
  }
}
void consume() {
  for (int i = 1; i <= 3; ++i) {
    std::unique_lock lock(m);
    not_empty.wait(lock, [] { return !items.empty(); });
    sum += items.front();
    items.pop();
    lock.unlock();
    not_full.notify_one();
  }
}

int main() {
  std::vector<std::thread> threads;
  for (int i = 0; i < 2; ++i) {
    threads.emplace_back(produce);
    threads.emplace_back(consume);
  }
  for (auto& t : threads)
    t.join();
  assert(sum == 12);
}

// Which shard is locked depends on the key; the rebalancer takes the table first.
#include <mutex>
#include <thread>

std::mutex table, left, right;
int entries;

void rebalance() {
  std::lock_guard<std::mutex> t(table); // expect: deadlock/lock-order-cycle
  std::lock_guard<std::mutex> l(left);  // expect: deadlock/lock-order-cycle
  ++entries;
}

void insert(int key) {
  std::mutex* shard;
  if (key % 2 == 0)
    shard = &left;
  else
    shard = &right;
  shard->lock(); // expect: deadlock/lock-order-cycle
  table.lock();  // expect: deadlock/lock-order-cycle
  ++entries;
  table.unlock();
  shard->unlock();
}

int main(int argc, char**) {
  std::thread a(rebalance), b([&] { insert(argc); });
  a.join();
  b.join();
}

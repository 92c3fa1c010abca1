// Queues that are made for several threads need no lock, and a mutex of a parallel runtime is one.
#include <thread>

namespace moodycamel {
template <class T> class ConcurrentQueue {
public:
  bool enqueue(const T& item);
  bool try_dequeue(T& item);
};
} // namespace moodycamel
namespace tbb {
class spin_mutex {
public:
  void lock();
  void unlock();
};
template <class Body> void parallel_for(int range, const Body& body) { body(range); }
} // namespace tbb

moodycamel::ConcurrentQueue<int> requests;

int drain() {
  int item = 0;
  int sum = 0;
  while (requests.try_dequeue(item))
    sum += item;
  return sum;
}

int total(int count) {
  int sum = 0;
  tbb::spin_mutex mutex;
  tbb::parallel_for(count, [&](int part) {
    mutex.lock();
    sum += part;
    mutex.unlock();
  });
  return sum;
}

int main() {
  std::thread producer([] { requests.enqueue(1); });
  std::thread consumer([] { drain(); });
  requests.enqueue(2);
  producer.join();
  consumer.join();
  return total(4);
}

#include <map>
#include <mutex>
#include <stdexcept>
#include <pthread.h>

class Store {
public:
  int put(int key, int value) {
    mu_.lock(); // expect: deadlock/lock-leak
    if (map_.size() > 100) return -1;
    map_[key] = value;
    mu_.unlock();
    return 0;
  }
  int get(int key) {
    mu_.lock(); // expect: deadlock/lock-leak
    const auto found = map_.find(key);
    if (found == map_.end()) throw std::out_of_range("key");
    const int value = found->second;
    mu_.unlock();
    return value;
  }

private:
  std::mutex mu_;
  std::map<int, int> map_;
};

pthread_mutex_t table_mu = PTHREAD_MUTEX_INITIALIZER;
int table[16];

int set_entry(int i, int value) {
  int result = -1;
  pthread_mutex_lock(&table_mu); // expect: deadlock/lock-leak
  if (i < 0) goto out;
  table[i & 15] = value;
  result = 0;
  pthread_mutex_unlock(&table_mu);
out:
  return result;
}

#include <pthread.h>
#include <thread>

pthread_mutex_t table = PTHREAD_MUTEX_INITIALIZER, index_mu = PTHREAD_MUTEX_INITIALIZER;

void insert() {
  pthread_mutex_lock(&table);
  pthread_mutex_lock(&index_mu); // expect: deadlock/lock-order-cycle
  pthread_mutex_unlock(&index_mu);
  pthread_mutex_unlock(&table);
}

void erase() {
  pthread_mutex_t* chosen;
  pthread_mutex_lock(chosen);
  pthread_mutex_lock(&table); // expect: deadlock/lock-order-cycle
  pthread_mutex_unlock(&table);
  pthread_mutex_unlock(chosen);
}

int main() {
  std::thread a(insert), b(erase);
  a.join();
  b.join();
}

// Two waits, one post.
#include <semaphore.h>
#include <thread>

sem_t items;

int main() {
  sem_init(&items, 0, 0);
  std::thread a([] { sem_wait(&items); }), b([] { sem_wait(&items); });
  sem_post(&items);
  a.join();
  b.join();
}

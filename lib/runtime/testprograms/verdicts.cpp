// One defect for each argument: 1 a thread that is joined twice, 2 a lock held for ever that nobody waits
// for, 3 a thread that is detached twice, 4 a condition that must always hold and does not; 0 none.
#include "../../../include/burler/check.h"

#include <cstdlib>
#include <pthread.h>

int total = 0;
pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;

void* work(void* mode) {
  if (mode) {
    pthread_mutex_lock(&m);
  } else {
    pthread_mutex_lock(&m);
    total += 2;
    pthread_mutex_unlock(&m);
    pthread_mutex_lock(&m);
    total -= 2;
    pthread_mutex_unlock(&m);
  }
  return nullptr;
}
bool small() { return total < 4; }

int main(int, char** words) {
  const int mode = words[1] ? std::atoi(words[1]) : 0;
  if (mode == 4) burler::check_always(small, "the total stays small");
  pthread_t a, b;
  pthread_create(&a, nullptr, work, mode == 2 ? &total : nullptr);
  if (mode != 2) pthread_create(&b, nullptr, work, nullptr);
  pthread_join(a, nullptr);
  if (mode == 1) pthread_join(a, nullptr);
  if (mode == 3) pthread_detach(b), pthread_detach(b);
  if (mode != 3 && mode != 2) pthread_join(b, nullptr);
}

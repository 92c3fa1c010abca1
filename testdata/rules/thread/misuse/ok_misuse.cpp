// Correct: the twin of the bad program.
#include <pthread.h>

pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;

int main() {
  pthread_mutex_lock(&m);
  pthread_mutex_unlock(&m);
}

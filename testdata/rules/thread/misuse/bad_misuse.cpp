// Unlocks a mutex that it does not hold.
#include <pthread.h>

pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;

int main() { pthread_mutex_unlock(&m); }

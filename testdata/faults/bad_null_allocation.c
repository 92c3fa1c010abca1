/* malloc returned null, and nobody looked.
   faults: allocation
   expect: run/crash an allocation fail */
#include <pthread.h>
#include <stdlib.h>

static void* work(void* out) {
  int* box = malloc(sizeof *box);
  *box = 7;
  *(int**)out = box;
  return NULL;
}

int main(void) {
  int* box = NULL;
  pthread_t thread;
  pthread_create(&thread, NULL, work, &box);
  pthread_join(thread, NULL);
  const int right = *box == 7;
  free(box);
  return right ? 0 : 1;
}

/* A recursive lock taken twice and given back once is still held. */
#define _GNU_SOURCE
#include <pthread.h>

static int tokens;

static void* count(void* argument) {
  pthread_mutex_t* lock = argument;
  pthread_mutex_lock(lock);
  pthread_mutex_lock(lock);
  pthread_mutex_unlock(lock);
  tokens++;
  pthread_mutex_unlock(lock);
  return 0;
}

int main(void) {
  pthread_t t;
  pthread_mutex_t lock;
  pthread_mutexattr_t attributes;
  pthread_mutexattr_init(&attributes);
  pthread_mutexattr_settype(&attributes, PTHREAD_MUTEX_RECURSIVE);
  pthread_mutex_init(&lock, &attributes);
  pthread_create(&t, 0, count, &lock);
  pthread_mutex_lock(&lock);
  pthread_mutex_lock(&lock);
  pthread_mutex_unlock(&lock);
  tokens++;
  pthread_mutex_unlock(&lock);
  pthread_join(t, 0);
  return 0;
}

/* pthread reader-writer locks with both clocks, spin locks, mutex types, barriers, semaphores with clocks,
   condition variables with clocks, keys. Twins: 1 writes under a read lock, 2 leaves a spin lock out, 3 skips
   the barrier. */
#include <assert.h>
#include <errno.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdlib.h>
#include <time.h>

static int twin, table, spun, stage[2], sent, ready;
static pthread_rwlock_t rw;
static pthread_spinlock_t spin;
static pthread_barrier_t barrier;
static pthread_mutex_t m, nested;
static pthread_cond_t c;
static sem_t items;

static struct timespec in(clockid_t id, int seconds) {
  struct timespec t;
  clock_gettime(id, &t);
  t.tv_sec += seconds;
  return t;
}

static void rwlocks(void) {
  struct timespec soon = in(CLOCK_MONOTONIC, 3600), date = in(CLOCK_REALTIME, 3600);
  assert(pthread_rwlock_clockrdlock(&rw, CLOCK_MONOTONIC, &soon) == 0);
  assert(table >= 0);
  pthread_rwlock_unlock(&rw);
  assert(pthread_rwlock_timedrdlock(&rw, &date) == 0);
  if (twin == 1) ++table;
  pthread_rwlock_unlock(&rw);
  assert(pthread_rwlock_clockwrlock(&rw, CLOCK_MONOTONIC, &soon) == 0);
  ++table;
  pthread_rwlock_unlock(&rw);
  if (pthread_rwlock_trywrlock(&rw) == 0) {
    ++table;
    pthread_rwlock_unlock(&rw);
  }
  if (pthread_rwlock_tryrdlock(&rw) == 0) pthread_rwlock_unlock(&rw);
}

static void* work(void* argument) {
  const int me = *(int*)argument;
  rwlocks();
  if (twin != 2) pthread_spin_lock(&spin);
  ++spun;
  if (twin != 2) pthread_spin_unlock(&spin);
  for (int round = 0; round < 2; ++round) {
    stage[me] = round;
    if (twin != 3) pthread_barrier_wait(&barrier);
    assert(twin == 3 || stage[1 - me] == round);
    if (twin == 3) assert(stage[1 - me] >= 0);
    if (twin != 3) pthread_barrier_wait(&barrier);
  }
  pthread_mutex_lock(&nested);
  pthread_mutex_lock(&nested);
  pthread_mutex_unlock(&nested);
  pthread_mutex_unlock(&nested);
  if (me == 0) {
    sent = 9;
    sem_post(&items);
    pthread_mutex_lock(&m);
    ready = 1;
    pthread_cond_broadcast(&c);
    pthread_mutex_unlock(&m);
    return NULL;
  }
  struct timespec soon = in(CLOCK_MONOTONIC, 3600);
  assert(sem_clockwait(&items, CLOCK_MONOTONIC, &soon) == 0);
  assert(sent == 9);
  struct timespec past = in(CLOCK_REALTIME, -1);
  assert(sem_timedwait(&items, &past) == -1 && errno == ETIMEDOUT);
  assert(sem_trywait(&items) == -1 && errno == EAGAIN);
  pthread_mutex_lock(&m);
  while (!ready)
    assert(pthread_cond_clockwait(&c, &m, CLOCK_MONOTONIC, &soon) == 0);
  pthread_mutex_unlock(&m);
  return NULL;
}

int main(int count, char** words) {
  twin = count > 1 ? atoi(words[1]) : 0;
  int ids[2] = {0, 1};
  pthread_t threads[2];
  pthread_mutexattr_t recursive;
  pthread_condattr_t monotonic;
  pthread_mutexattr_init(&recursive);
  pthread_mutexattr_settype(&recursive, PTHREAD_MUTEX_RECURSIVE);
  pthread_mutex_init(&nested, &recursive);
  pthread_mutex_init(&m, NULL);
  pthread_condattr_init(&monotonic);
  pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
  pthread_cond_init(&c, &monotonic);
  pthread_rwlock_init(&rw, NULL);
  pthread_spin_init(&spin, 0);
  pthread_barrier_init(&barrier, NULL, 2);
  sem_init(&items, 0, 0);
  for (int i = 0; i < 2; ++i)
    pthread_create(&threads[i], NULL, work, &ids[i]);
  for (int i = 0; i < 2; ++i)
    pthread_join(threads[i], NULL);
  pthread_mutex_lock(&m);
  struct timespec soon = in(CLOCK_MONOTONIC, 1); /* the condition variable's own clock */
  int result = 0;
  while (result != ETIMEDOUT)
    result = pthread_cond_timedwait(&c, &m, &soon);
  pthread_mutex_unlock(&m);
  assert(spun == 2 && table >= 2);
  sem_destroy(&items);
  pthread_barrier_destroy(&barrier);
  pthread_spin_destroy(&spin);
  pthread_rwlock_destroy(&rw);
  pthread_cond_destroy(&c);
  pthread_mutex_destroy(&m);
  pthread_mutex_destroy(&nested);
  return 0;
}

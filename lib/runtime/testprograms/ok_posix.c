/* Barriers, semaphores, reader-writer and spin locks, pipes, C11 threads, in C: correct. */
#include <assert.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <threads.h>
#include <unistd.h>

static pthread_barrier_t barrier;
static pthread_rwlock_t rw = PTHREAD_RWLOCK_INITIALIZER;
static pthread_spinlock_t spin;
static sem_t items;
static int slots[2], total, spun, posted, fds[2];
static mtx_t m;
static cnd_t c;
static int ready;
static atomic_int fenced_flag;
static int fenced_data;

static void* work(void* argument) {
  int me = *(int*)argument;
  slots[me] = me + 1;
  pthread_barrier_wait(&barrier);
  pthread_rwlock_rdlock(&rw);
  int sum = slots[0] + slots[1];
  pthread_rwlock_unlock(&rw);
  pthread_rwlock_wrlock(&rw);
  total += sum;
  pthread_rwlock_unlock(&rw);
  pthread_spin_lock(&spin);
  ++spun;
  pthread_spin_unlock(&spin);
  if (me == 0) {
    posted = 9;
    sem_post(&items);
    char byte = 'x';
    assert(write(fds[1], &byte, 1) == 1);
    fenced_data = 3;
    atomic_thread_fence(memory_order_release);
    atomic_store_explicit(&fenced_flag, 1, memory_order_relaxed);
  } else {
    sem_wait(&items);
    assert(posted == 9);
    char byte = 0;
    assert(read(fds[0], &byte, 1) == 1);
    while (!atomic_load_explicit(&fenced_flag, memory_order_relaxed)) {
    }
    atomic_thread_fence(memory_order_acquire);
    assert(fenced_data == 3);
  }
  return 0;
}
static int c11(void* unused) {
  (void)unused;
  mtx_lock(&m);
  ready = 1;
  cnd_signal(&c);
  mtx_unlock(&m);
  return 5;
}

int main(void) {
  int ids[2] = {0, 1};
  pthread_t threads[2];
  pthread_barrier_init(&barrier, 0, 2);
  pthread_spin_init(&spin, 0);
  sem_init(&items, 0, 0);
  assert(pipe(fds) == 0);
  for (int i = 0; i < 2; ++i)
    pthread_create(&threads[i], 0, work, &ids[i]);
  for (int i = 0; i < 2; ++i)
    pthread_join(threads[i], 0);
  assert(total == 6 && spun == 2);
  thrd_t t;
  int result = 0;
  mtx_init(&m, mtx_plain);
  cnd_init(&c);
  thrd_create(&t, c11, 0);
  mtx_lock(&m);
  while (!ready)
    cnd_wait(&c, &m);
  mtx_unlock(&m);
  thrd_join(t, &result);
  assert(result == 5);
  pthread_barrier_destroy(&barrier);
  return 0;
}

/* thrd_*, mtx_* of all kinds, cnd_*, call_once, tss_*. Twins: 1 leaves the mutex out, 2 sets without the
   once, 3 a condition that is changed without the mutex. */
#include <assert.h>
#include <stdlib.h>
#include <threads.h>
#include <time.h>

static int twin, counted, made, ready, cleaned;
static mtx_t plain, timed, nested;
static cnd_t changed;
static tss_t key;
static once_flag once = ONCE_FLAG_INIT;

static void make(void) { made += 1; }
static void clean(void* value) {
  mtx_lock(&plain);
  cleaned += *(int*)value;
  mtx_unlock(&plain);
}

static int work(void* argument) {
  tss_set(key, argument);
  if (twin == 2)
    make();
  else
    call_once(&once, make);
  assert(made >= 1);
  if (twin != 1) mtx_lock(&plain);
  ++counted;
  if (twin != 1) mtx_unlock(&plain);
  struct timespec soon;
  timespec_get(&soon, TIME_UTC);
  soon.tv_sec += 3600;
  assert(mtx_timedlock(&timed, &soon) == thrd_success);
  mtx_unlock(&timed);
  mtx_lock(&nested);
  assert(mtx_trylock(&nested) == thrd_success);
  mtx_unlock(&nested);
  mtx_unlock(&nested);
  if (mtx_trylock(&timed) == thrd_success) mtx_unlock(&timed);
  if (twin != 3) mtx_lock(&plain);
  ++ready;
  cnd_broadcast(&changed);
  if (twin != 3) mtx_unlock(&plain);
  struct timespec moment = {0, 1000};
  thrd_sleep(&moment, NULL);
  thrd_yield();
  thrd_exit(5);
}

int main(int count, char** words) {
  twin = count > 1 ? atoi(words[1]) : 0;
  int ids[2] = {1, 2};
  thrd_t threads[2];
  mtx_init(&plain, mtx_plain);
  mtx_init(&timed, mtx_timed);
  mtx_init(&nested, mtx_plain | mtx_recursive);
  cnd_init(&changed);
  tss_create(&key, clean);
  for (int i = 0; i < 2; ++i)
    thrd_create(&threads[i], work, &ids[i]);
  mtx_lock(&plain);
  while (ready < 2)
    cnd_wait(&changed, &plain);
  mtx_unlock(&plain);
  for (int i = 0; i < 2; ++i) {
    int result = 0;
    thrd_join(threads[i], &result);
    assert(result == 5);
  }
  assert(counted == 2 && cleaned == 3);
  cnd_destroy(&changed);
  mtx_destroy(&plain);
  mtx_destroy(&timed);
  mtx_destroy(&nested);
  tss_delete(key);
  return 0;
}

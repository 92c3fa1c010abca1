/* The draft and the target model have a state each with its lock; a pointer chooses one with both. */
#include <pthread.h>
#include <stdlib.h>

struct state {
  int position;
  pthread_mutex_t lock;
};

static struct state draft, target;
static struct state *shared;
int speculative(void);

static void *verify(void *unused) {
  (void)unused;
  pthread_mutex_lock(&target.lock);
  target.position = 5;
  pthread_mutex_unlock(&target.lock);
  pthread_mutex_lock(&shared->lock);
  shared->position++;
  pthread_mutex_unlock(&shared->lock);
  return 0;
}

int main(void) {
  pthread_t worker;
  struct state *s, *own = calloc(1, sizeof *own);
  if (!own) return 1;
  own->position = 1;
  shared = own;
  if (speculative())
    s = &draft;
  else
    s = &target;
  pthread_create(&worker, 0, verify, 0);
  pthread_mutex_lock(&s->lock);
  s->position = 8;
  pthread_mutex_unlock(&s->lock);
  pthread_mutex_lock(&own->lock);
  own->position = 9;
  pthread_mutex_unlock(&own->lock);
  pthread_join(worker, 0);
  return 0;
}

/* The draft and the target model have a state each; a pointer chooses one. A race on either is a race. */
#include <pthread.h>

struct state {
  int position;
  pthread_mutex_t lock;
};

static struct state draft, target;
int speculative(void);

static void *verify(void *unused) {
  (void)unused;
  pthread_mutex_lock(&draft.lock);
  target.position = 5; /* expect: race/unguarded-state */
  pthread_mutex_unlock(&draft.lock);
  return 0;
}

int main(void) {
  pthread_t worker;
  struct state *s;
  if (speculative())
    s = &draft;
  else
    s = &target;
  pthread_create(&worker, 0, verify, 0);
  pthread_mutex_lock(&s->lock);
  s->position = 8; /* expect: race/unguarded-state */
  pthread_mutex_unlock(&s->lock);
  pthread_join(worker, 0);
  return 0;
}

/* Functions of another library that make objects, or answer for the calling thread, give each caller its own. */
#include <pthread.h>

struct session {
  int tokens;
};

extern struct session *new_session(void);
extern struct session *current_session(void);

static void *serve(void *unused) {
  struct session *s = new_session();
  (void)unused;
  s->tokens = 1;
  current_session()->tokens = 2;
  return 0;
}

int main(void) {
  pthread_t worker;
  struct session *s = new_session();
  pthread_create(&worker, 0, serve, 0);
  s->tokens = 32;
  current_session()->tokens = 3;
  pthread_join(worker, 0);
  return 0;
}

// An object made by a factory, kept in a global, and used beside the thread that shares it.
#include <pthread.h>
#include <stdlib.h>

struct session {
  int tokens;
  struct session* next;
};
static struct session* current;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static struct session* session_new(int tokens) {
  struct session* s = malloc(sizeof(struct session));
  if (!s) return NULL;
  s->tokens = tokens;
  s->next = NULL;
  return s;
}

static void* worker(void* unused) {
  (void)unused;
  pthread_mutex_lock(&lock);
  current->tokens++; // expect: race/unguarded-state
  pthread_mutex_unlock(&lock);
  return NULL;
}

int main(void) {
  pthread_t t;
  current = session_new(3);
  if (!current) return 1;
  pthread_create(&t, NULL, worker, NULL);
  int* tokens;
  pthread_mutex_lock(&lock);
  tokens = &current->tokens;
  pthread_mutex_unlock(&lock);
  *tokens = 42; // expect: race/unguarded-state
  pthread_join(t, NULL);
  return 0;
}

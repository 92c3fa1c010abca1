// A thread that nobody joins or detaches.
#include <pthread.h>

void* work(void*) { return nullptr; }

int main() {
  pthread_t thread;
  pthread_create(&thread, nullptr, work, nullptr);
}

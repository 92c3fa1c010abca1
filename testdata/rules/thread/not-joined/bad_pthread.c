// Each checkpoint starts a thread and forgets its handle.
#include <pthread.h>

static void* write_shard(void* shard) { return shard; }

void checkpoint(int shard) {
  pthread_t writer;
  static int shards[8];
  pthread_create(&writer, 0, write_shard, &shards[shard]); // expect: thread/not-joined
}

int main(void) {
  for (int step = 0; step < 8; ++step)
    checkpoint(step);
  return 0;
}

// The chunk counter of a matrix product in a static variable: two contexts share it.
#include <barrier>

struct Pool {
  std::barrier<>* barrier;
};

struct Share {
  int number, threads;
  Pool* pool;
};

void tile(int job);
#include <atomic>
#include <thread>
#include <vector>

void product(const Share* share, int jobs) {
  static std::atomic<int> next;
  if (share->number == 0) next.store(share->threads, std::memory_order_relaxed);
  share->pool->barrier->arrive_and_wait();
  for (int job = share->number; job < jobs;
       job = next.fetch_add(1, std::memory_order_relaxed)) // expect: team/static-team-state
    tile(job);
  share->pool->barrier->arrive_and_wait();
}

void run(Pool* pool, int threads) {
  std::vector<std::thread> team;
  for (int i = 0; i < threads; ++i)
    team.emplace_back([pool, threads, i] {
      Share share{i, threads, pool};
      product(&share, 64);
    });
  for (std::thread& t : team)
    t.join();
}

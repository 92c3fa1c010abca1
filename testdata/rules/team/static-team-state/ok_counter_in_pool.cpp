// Counters that belong to their team, counters that no team resets, and state of the only team there is.
#include <atomic>
#include <barrier>
#include <thread>
#include <vector>

struct Pool {
  std::barrier<>* barrier;
  std::atomic<int> next{0};
};

struct Share {
  int number, threads;
  Pool* pool;
};

std::atomic<long> calls;
std::atomic<int> global_next;
std::barrier<>* global_barrier;

void tile(int job);

void product(const Share* share, int jobs) {
  calls.fetch_add(1);
  if (share->number == 0) share->pool->next.store(share->threads);
  share->pool->barrier->arrive_and_wait();
  for (int job = share->number; job < jobs; job = share->pool->next.fetch_add(1))
    tile(job);
  share->pool->barrier->arrive_and_wait();
}

void only_team(int number, int threads, int jobs) {
  if (number == 0) global_next.store(threads);
  global_barrier->arrive_and_wait();
  for (int job = number; job < jobs; job = global_next.fetch_add(1))
    tile(job);
}

void run(Pool* pool, int threads) {
  std::vector<std::thread> team;
  for (int i = 0; i < threads; ++i)
    team.emplace_back([pool, threads, i] {
      Share share{i, threads, pool};
      product(&share, 64);
      only_team(i, threads, 64);
    });
  for (std::thread& t : team)
    t.join();
}

// A pool of threads with a barrier of its own: threads without a head leave, the others wait for them.
#include <algorithm>
#include <atomic>
#include <thread>
#include <vector>

struct Pool {
  std::atomic<int> arrived{0}, passed{0};
  int threads = 4;

  void meet() {
    const int round = passed.load();
    if (arrived.fetch_add(1) == threads - 1) {
      arrived.store(0);
      passed.fetch_add(1);
    } else {
      while (passed.load() == round) {
      }
    }
  }
};

struct Share {
  int number, threads;
  Pool* pool;
};

void attention(const Share* share, std::vector<float>& out, int heads) {
  const int number = share->number;
  if (number >= heads) return;
  const int first = heads * number / share->threads;
  if (number == 0) std::fill(out.begin(), out.end(), 0.0f);
  share->pool->meet(); // expect: team/divergent-barrier
  out[static_cast<std::size_t>(first)] += 1;
}

void work(Pool* pool, int number, std::vector<float>* out, int heads) {
  const Share share = {number, pool->threads, pool};
  attention(&share, *out, heads);
}

int main() {
  Pool pool;
  std::vector<float> out(64);
  std::vector<std::thread> threads;
  for (int i = 0; i < pool.threads; ++i)
    threads.emplace_back(work, &pool, i, &out, 2);
  for (std::thread& t : threads)
    t.join();
}

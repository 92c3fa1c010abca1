// What thread teams do rightly: work shares of different size before a barrier that all come to, thread 0
// preparing shared data, returns that all threads take alike, and a flag that is read a barrier after it was
// written.
#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <thread>
#include <vector>

struct Pool {
  std::atomic<int> arrived{0}, passed{0}, next{0}, abort{-1};
  bool stop = false;
  int threads = 4;

  void meet() {
    if (threads == 1) return;
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

bool cancelled();

void rows(const Share* share, std::vector<float>& out, int count) {
  if (count == 0 || share->threads > count) return; // the same for all
  const int each = (count + share->threads - 1) / share->threads;
  const int first = each * share->number, last = std::min(first + each, count);
  for (int row = first; row < last; ++row)
    out[static_cast<std::size_t>(row)] = 1;
  if (share->number == 0) share->pool->next = share->threads;
  share->pool->meet();
  for (int job = share->number; job < count; job = share->pool->next.fetch_add(1))
    out[static_cast<std::size_t>(job)] += 1;
  share->pool->meet();
  for (int block = 0; block < 3; ++block) {
    share->pool->meet();
    for (int row = first; row < last; ++row)
      out[static_cast<std::size_t>(row)] += 2;
    if (share->number > count) std::abort();
    share->pool->meet();
  }
  if (share->number != 0) return;
  out[0] = 0;
}

void work(Pool* pool, int number, std::vector<float>* out, int count) {
  const Share share = {number, pool->threads, pool};
  for (int node = 0; node < 9 && pool->abort.load() != node; ++node) {
    rows(&share, *out, count);
    if (number == 0 && cancelled()) pool->abort.store(node + 1);
    pool->meet();
  }
  pool->meet();
  for (int node = 0; node < 9; ++node) {
    if (number == 0) pool->stop = cancelled();
    pool->meet();
    if (pool->stop) break;
    pool->meet();
  }
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

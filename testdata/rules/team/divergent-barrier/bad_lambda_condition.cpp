// A barrier made of a mutex and a condition variable, threads that are lambdas with a copy of their number.
#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

class Barrier {
public:
  explicit Barrier(int n) : threads_(n) {}
  void wait() {
    std::unique_lock<std::mutex> lock(mutex_);
    const long generation = generation_;
    if (++waiting_ == threads_) {
      waiting_ = 0;
      ++generation_;
      condition_.notify_all();
    } else {
      condition_.wait(lock, [&] { return generation != generation_; });
    }
  }

private:
  std::mutex mutex_;
  std::condition_variable condition_;
  int threads_;
  int waiting_ = 0;
  long generation_ = 0;
};

void all_reduce(int ranks, int rows) {
  Barrier barrier(ranks);
  std::vector<std::thread> threads;
  for (int rank = 0; rank < ranks; ++rank)
    threads.emplace_back([&barrier, rank, rows, ranks] {
      for (int row = rank; row < rows; row += ranks)
        barrier.wait(); // expect: team/divergent-barrier
    });
  for (std::thread& t : threads)
    t.join();
}

#include "workload/trainloop/worker_pool.h"

#include "workload/trainloop/chase_lev_deque.h"

#include <atomic>
#include <gtest/gtest.h>
#include <stdexcept>
#include <thread>
#include <vector>

namespace burler::workload {
namespace {

std::unique_ptr<WorkerPool> make_pool(const std::string& name, std::size_t workers) {
  return find_pool(name)->make(workers);
}

class Pools : public testing::TestWithParam<std::string> {};

TEST_P(Pools, EveryTaskRunsOnceAndNoTwoOnOneWorkerAtATime) {
  constexpr std::size_t workers = 3, tasks = 400;
  std::vector<std::atomic<int>> times(tasks), busy(workers);
  std::atomic<int> overlaps{0};
  const auto pool = make_pool(GetParam(), workers);
  for (std::size_t i = 0; i < tasks; ++i)
    pool->submit([&, i](std::size_t worker) {
      ASSERT_LT(worker, workers);
      overlaps += busy[worker].exchange(1);
      ++times[i];
      busy[worker] = 0;
    });
  pool->wait();
  for (const std::atomic<int>& count : times)
    EXPECT_EQ(count, 1);
  EXPECT_EQ(overlaps, 0);
}

TEST_P(Pools, TasksMaySubmitTasksAndTheWaiterWaitsForThem) {
  std::atomic<int> leaves{0};
  const auto pool = make_pool(GetParam(), 2);
  for (int i = 0; i < 8; ++i)
    pool->submit([&](std::size_t) {
      for (int j = 0; j < 8; ++j)
        pool->submit([&](std::size_t) { ++leaves; });
    });
  pool->wait();
  EXPECT_EQ(leaves, 64);
}

TEST_P(Pools, AnExceptionReachesTheWaiterOnceAndTheOtherTasksRun) {
  std::atomic<int> done{0};
  const auto pool = make_pool(GetParam(), 2);
  for (int i = 0; i < 10; ++i)
    pool->submit([&, i](std::size_t) {
      if (i == 3) throw std::runtime_error("no such character");
      ++done;
    });
  EXPECT_THROW(pool->wait(), std::runtime_error);
  EXPECT_EQ(done, 9);
  EXPECT_NO_THROW(pool->wait());
  pool->submit([&](std::size_t) { ++done; });
  EXPECT_NO_THROW(pool->wait());
  EXPECT_EQ(done, 10);
}

TEST_P(Pools, CloseRunsWhatWasSubmittedAndRefusesMore) {
  std::atomic<int> done{0};
  const auto pool = make_pool(GetParam(), 2);
  for (int i = 0; i < 20; ++i)
    pool->submit([&](std::size_t) { ++done; });
  pool->close();
  EXPECT_EQ(done, 20);
  pool->close();
  EXPECT_THROW(pool->submit([](std::size_t) {}), std::logic_error);
}

TEST_P(Pools, PausesDoNotLoseTasks) { // long enough for a dynamic pool to shrink to nothing
  std::atomic<int> done{0};
  const auto pool = make_pool(GetParam(), 2);
  for (int i = 0; i < 3; ++i) {
    for (int j = 0; j < 4; ++j)
      pool->submit([&](std::size_t) { ++done; });
    pool->wait();
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  EXPECT_EQ(done, 12);
}

std::vector<std::string> names() {
  std::vector<std::string> all;
  for (std::size_t i = 0; i < pool_count; ++i)
    all.push_back(pool_table[i]->name);
  return all;
}
INSTANTIATE_TEST_SUITE_P(All, Pools, testing::ValuesIn(names()), [](const auto& info) {
  std::string name = info.param;
  std::erase(name, '-');
  return name;
});

TEST(Pool, UnknownNamesAreNull) { EXPECT_EQ(find_pool("swimming"), nullptr); }

TEST(ChaseLevDeque, TheOwnerTakesTheNewestAndThievesTheOldest) {
  ChaseLevDeque<int> deque(3);
  int items[4] = {0, 1, 2, 3};
  for (int i = 0; i < 3; ++i)
    EXPECT_TRUE(deque.push(&items[i]));
  EXPECT_FALSE(deque.push(&items[3]));
  EXPECT_EQ(deque.steal(), &items[0]);
  EXPECT_EQ(deque.take(), &items[2]);
  EXPECT_EQ(deque.take(), &items[1]);
  EXPECT_EQ(deque.take(), nullptr);
  EXPECT_EQ(deque.steal(), nullptr);
  EXPECT_TRUE(deque.push(&items[3]));
  EXPECT_EQ(deque.steal(), &items[3]);
}

TEST(ChaseLevDeque, EveryItemLeavesOnce) {
  constexpr std::size_t count = 20000;
  std::vector<std::atomic<int>> items(count);
  ChaseLevDeque<std::atomic<int>> deque(8);
  std::atomic<bool> end{false};
  std::vector<std::thread> thieves;
  for (int i = 0; i < 2; ++i)
    thieves.emplace_back([&] {
      while (!end)
        if (std::atomic<int>* item = deque.steal()) ++*item;
    });
  for (std::size_t i = 0; i < count; ++i) {
    while (!deque.push(&items[i]))
      if (std::atomic<int>* item = deque.take()) ++*item;
    if (i % 3 == 0)
      if (std::atomic<int>* item = deque.take()) ++*item;
  }
  while (std::atomic<int>* item = deque.take())
    ++*item;
  end = true;
  for (std::thread& thief : thieves)
    thief.join();
  for (const std::atomic<int>& times : items)
    ASSERT_EQ(times, 1);
}

} // namespace
} // namespace burler::workload

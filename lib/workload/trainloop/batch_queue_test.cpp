#include "workload/trainloop/batch_queue.h"

#include <atomic>
#include <gtest/gtest.h>
#include <thread>
#include <vector>

namespace burler::workload {
namespace {

Batch numbered(std::size_t n) { return {n, {}, {}}; }

TEST(BatchQueue, KeepsOrder) {
  BatchQueue queue(3);
  for (std::size_t i = 1; i <= 3; ++i)
    EXPECT_TRUE(queue.push(numbered(i)));
  EXPECT_EQ(queue.size(), 3u);
  for (std::size_t i = 1; i <= 3; ++i)
    EXPECT_EQ(queue.pop()->windows, i);
}

TEST(BatchQueue, AfterCloseItDrainsAndRefuses) {
  BatchQueue queue(2);
  queue.push(numbered(1));
  queue.close();
  queue.close();
  EXPECT_FALSE(queue.push(numbered(2)));
  EXPECT_EQ(queue.pop()->windows, 1u);
  EXPECT_FALSE(queue.pop().has_value());
}

TEST(BatchQueue, CloseWakesAProducerThatWaitsForSpace) {
  BatchQueue queue(1);
  queue.push(numbered(1));
  std::thread producer([&] { EXPECT_FALSE(queue.push(numbered(2))); });
  queue.close();
  producer.join();
}

TEST(BatchQueue, EveryBatchIsPoppedOnce) {
  BatchQueue queue(2);
  constexpr std::size_t count = 500;
  std::vector<std::atomic<int>> seen(count);
  std::vector<std::thread> consumers;
  for (int i = 0; i < 3; ++i)
    consumers.emplace_back([&] {
      while (const auto batch = queue.pop())
        ++seen[batch->windows];
    });
  for (std::size_t i = 0; i < count; ++i)
    queue.push(numbered(i));
  queue.close();
  for (std::thread& consumer : consumers)
    consumer.join();
  for (const std::atomic<int>& times : seen)
    EXPECT_EQ(times, 1);
}

} // namespace
} // namespace burler::workload

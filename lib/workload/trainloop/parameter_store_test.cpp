#include "workload/trainloop/parameter_store.h"

#include <gtest/gtest.h>
#include <thread>
#include <vector>

namespace burler::workload {
namespace {

std::unique_ptr<ParameterStore> make_store(const std::string& name, std::size_t size) {
  Tensor initial(1, size);
  initial.fill(1.0f);
  return find_sync(name)->make(initial, AdamWOptions{});
}

class Stores : public testing::TestWithParam<std::string> {};

TEST_P(Stores, StepsOfOneThreadAreThoseOfTheOptimiser) {
  const auto store = make_store(GetParam(), 5);
  Tensor reference(1, 5), gradient(1, 5), pulled(1, 5);
  reference.fill(1.0f);
  AdamW optimizer(5, AdamWOptions{});
  for (std::size_t step = 1; step <= 4; ++step) {
    for (std::size_t i = 0; i < 5; ++i)
      gradient.values()[i] = 0.3f * static_cast<float>(i) - 0.1f * static_cast<float>(step);
    optimizer.step(reference, gradient);
    EXPECT_EQ(store->push(gradient, 0.5 * static_cast<double>(step)), step);
    EXPECT_EQ(store->pull(pulled), step);
    EXPECT_EQ(store->step(), step);
    for (std::size_t i = 0; i < 5; ++i)
      EXPECT_EQ(pulled.values()[i], reference.values()[i]);
  }
  store->record_validation(4, 7.0);
  const Snapshot last = store->snapshot_with_history();
  EXPECT_EQ(last.step, 4u);
  ASSERT_EQ(last.history.training.size(), 4u);
  EXPECT_EQ(last.history.training[2].loss, 1.5);
  EXPECT_EQ(store->history().validation.size(), 1u);
  EXPECT_EQ(last.parameters.values()[4], reference.values()[4]);
}

TEST_P(Stores, ASnapshotStaysAsItWas) {
  const auto store = make_store(GetParam(), 3);
  Tensor gradient(1, 3);
  gradient.fill(1.0f);
  const Snapshot before = store->snapshot();
  store->push(gradient, 1.0);
  store->push(gradient, 1.0);
  EXPECT_EQ(before.step, 0u);
  EXPECT_EQ(before.parameters.values()[1], 1.0f);
  EXPECT_LT(store->snapshot().parameters.values()[1], 1.0f);
}

TEST_P(Stores, NoStepIsLostAndWaitersHearOfStepsAndOfTheEnd) {
  constexpr std::size_t writers = 3, pushes = 50;
  const auto store = make_store(GetParam(), 8);
  bool reached = false, beyond = true;
  std::thread waiter([&] { reached = store->wait_for_step(writers * pushes); });
  std::thread patient([&] { beyond = store->wait_for_step(writers * pushes + 1); });
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < writers; ++i)
    threads.emplace_back([&] {
      Tensor gradient(1, 8), pulled(1, 8);
      gradient.fill(0.1f);
      for (std::size_t j = 0; j < pushes; ++j) {
        store->pull(pulled);
        store->push(gradient, 1.0);
        const Snapshot now = store->snapshot_with_history();
        EXPECT_EQ(now.history.training.size(), now.step);
      }
    });
  for (std::thread& thread : threads)
    thread.join();
  waiter.join();
  store->close();
  patient.join();
  EXPECT_TRUE(reached);
  EXPECT_FALSE(beyond);
  EXPECT_EQ(store->step(), writers * pushes);
}

std::vector<std::string> names() {
  std::vector<std::string> all;
  for (std::size_t i = 0; i < sync_count; ++i)
    all.push_back(sync_table[i]->name);
  return all;
}
INSTANTIATE_TEST_SUITE_P(All, Stores, testing::ValuesIn(names()), [](const auto& info) {
  std::string name = info.param;
  std::erase(name, '-');
  return name;
});

TEST(Store, UnknownNamesAreNull) { EXPECT_EQ(find_sync("psychic"), nullptr); }

} // namespace
} // namespace burler::workload

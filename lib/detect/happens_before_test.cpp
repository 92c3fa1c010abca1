#include "detect/happens_before.h"

#include <gtest/gtest.h>

#include <vector>

namespace burler::detect {
namespace {

struct Pair {
  ThreadNumber earlier, later;
  bool ordered;
};
struct Sink final : PairSink {
  std::vector<Pair> pairs;
  void pair(std::uint64_t, const PastAccess& a, const PastAccess& b, bool ordered) override {
    pairs.push_back({a.thread, b.thread, ordered});
  }
  std::size_t races() const {
    std::size_t count = 0;
    for (const Pair& p : pairs)
      count += !p.ordered;
    return count;
  }
};

class HappensBeforeTest : public ::testing::Test {
protected:
  void SetUp() override {
    hb.start_main(0);
    hb.start_thread(1, 0);
    hb.start_thread(2, 0);
  }
  void use(ThreadNumber thread, std::uint64_t address, unsigned kind, std::uint64_t size = 4) {
    PastAccess access;
    access.thread = thread;
    access.kind = static_cast<std::uint8_t>(kind);
    hb.access(address, size, access, sink);
  }
  HappensBefore hb;
  Sink sink;
  static constexpr std::uint64_t x = 0x1000, lock = 0x2000, flag = 0x3000;
};

TEST_F(HappensBeforeTest, UnorderedWriteAndReadRace) {
  use(1, x, access_write);
  use(2, x, access_read);
  EXPECT_EQ(sink.races(), 1u);
}

TEST_F(HappensBeforeTest, ReadsDoNotRaceAndNeighboursDoNotTouch) {
  use(1, x, access_read);
  use(2, x, access_read);
  use(1, x + 4, access_write, 2);
  use(2, x + 6, access_write, 2);
  EXPECT_TRUE(sink.pairs.empty());
}

TEST_F(HappensBeforeTest, AccessesAcrossWordsMeetByteByByte) {
  use(1, x + 6, access_write, 4);
  use(2, x + 9, access_write, 1);
  EXPECT_EQ(sink.races(), 1u);
}

TEST_F(HappensBeforeTest, LockForkAndJoinOrder) {
  use(1, x, access_write);
  hb.release(1, lock);
  hb.acquire(2, lock);
  use(2, x, access_write);
  hb.join_thread(0, 2);
  use(0, x, access_write);
  EXPECT_EQ(sink.races(), 0u);
  EXPECT_EQ(sink.pairs.size(), 2u);
}

TEST_F(HappensBeforeTest, HistoryIsNotEvicted) {
  use(1, x, access_write);
  for (ThreadNumber thread = 3; thread < 40; ++thread) {
    hb.start_thread(thread, 1); // each knows of the write
    use(thread, x, access_read);
  }
  use(2, x, access_read);
  EXPECT_EQ(sink.races(), 1u);
}

TEST_F(HappensBeforeTest, ReleaseAcquirePublishesAndRelaxedDoesNot) {
  use(1, x, access_write);
  hb.atomic_store(1, flag, MemoryOrder::release);
  hb.atomic_load(2, flag, MemoryOrder::acquire);
  use(2, x, access_read);
  EXPECT_EQ(sink.races(), 0u);
  use(1, x + 8, access_write);
  hb.atomic_store(1, flag, MemoryOrder::relaxed);
  hb.atomic_load(2, flag, MemoryOrder::acquire);
  use(2, x + 8, access_read);
  EXPECT_EQ(sink.races(), 1u);
}

TEST_F(HappensBeforeTest, ReleaseSequenceGoesThroughUpdatesNotStores) {
  hb.start_thread(3, 0);
  use(1, x, access_write);
  hb.atomic_store(1, flag, MemoryOrder::release);
  hb.atomic_update(3, flag, MemoryOrder::relaxed);
  hb.atomic_load(2, flag, MemoryOrder::acquire);
  use(2, x, access_read);
  EXPECT_EQ(sink.races(), 0u);
  use(1, x + 8, access_write);
  hb.atomic_store(1, flag, MemoryOrder::release);
  hb.atomic_store(3, flag, MemoryOrder::relaxed);
  hb.atomic_load(2, flag, MemoryOrder::acquire);
  use(2, x + 8, access_read);
  EXPECT_EQ(sink.races(), 1u);
}

TEST_F(HappensBeforeTest, FencesTurnRelaxedIntoOrder) {
  use(1, x, access_write);
  hb.fence(1, MemoryOrder::release);
  hb.atomic_store(1, flag, MemoryOrder::relaxed);
  hb.atomic_load(2, flag, MemoryOrder::relaxed);
  hb.fence(2, MemoryOrder::acquire);
  use(2, x, access_read);
  EXPECT_EQ(sink.races(), 0u);
}

TEST_F(HappensBeforeTest, AtomicsRaceOnlyWithPlain) {
  use(1, x, access_write | access_atomic);
  use(2, x, access_write | access_atomic);
  EXPECT_EQ(sink.races(), 0u);
  hb.start_thread(3, 0);
  use(3, x, access_read);
  EXPECT_EQ(sink.races(), 2u);
}

TEST_F(HappensBeforeTest, FreeRacesAndReuseForgets) {
  use(1, x, access_read);
  PastAccess access;
  access.thread = 2;
  hb.release_memory(x, 64, access, sink);
  EXPECT_EQ(sink.races(), 1u);
  hb.forget(x, 64);
  use(1, x, access_write);
  EXPECT_EQ(sink.races(), 1u);
}

} // namespace
} // namespace burler::detect

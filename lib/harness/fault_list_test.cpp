#include "harness/fault_list.h"

#include "harness/fault_sites.h"
#include "sched/fault.h"

#include <gtest/gtest.h>

namespace burler::harness {
namespace {

using sched::Fault;

TEST(FaultList, NamesBecomeBits) {
  const auto two = parse_faults("thread-creation,short-io");
  ASSERT_TRUE(two.ok());
  EXPECT_EQ(two->wanted, sched::bit(Fault::thread_creation) | sched::bit(Fault::short_io));
  EXPECT_TRUE(two->permitted);
  EXPECT_EQ(parse_faults("")->wanted, 0u);
  EXPECT_EQ(parse_faults("all")->wanted, 0b1111110u);
  EXPECT_FALSE(parse_faults("none")->permitted);
}

TEST(FaultList, UnknownNamesAreRefusedWithTheKnownOnes) {
  for (const char* text : {"bogus", "allocation,", ",", "Allocation"}) {
    const auto wrong = parse_faults(text);
    ASSERT_FALSE(wrong.ok()) << text;
    EXPECT_NE(wrong.error().text().find("thread-creation"), std::string::npos) << wrong.error().text();
  }
}

TEST(FaultList, EveryFaultHasItsName) {
  for (std::uint8_t i = 1; i < sched::fault_count; ++i)
    EXPECT_EQ(sched::fault_of(sched::name_of(static_cast<Fault>(i))), static_cast<Fault>(i)) << int(i);
  EXPECT_EQ(sched::fault_of("nothing"), Fault::none);
}

TEST(FaultSites, OnlyTryLocksOfTheLanguagesMayFail) {
  EXPECT_TRUE(permits_failure({"__gthread_mutex_trylock(pthread_mutex_t*)"}, ""));
  EXPECT_TRUE(permits_failure({"std::__glibcxx_rwlock_trywrlock(pthread_rwlock_t*)"}, ""));
  EXPECT_TRUE(permits_failure({"std::__1::mutex::try_lock()"}, ""));
  EXPECT_TRUE(permits_failure({"work"}, "  while (mtx_trylock(&m) != thrd_success)"));
  EXPECT_FALSE(permits_failure({"work", "main"}, "  if (pthread_mutex_trylock(&m) == 0)"));
  EXPECT_FALSE(permits_failure({"pool::try_lock_all()"}, "return pthread_mutex_trylock(&m) == 0;"));
  EXPECT_FALSE(permits_failure({"Gate::try_lock(std::string)"}, "return !pthread_mutex_trylock(&m);"));
  EXPECT_FALSE(permits_failure({}, ""));
}

} // namespace
} // namespace burler::harness

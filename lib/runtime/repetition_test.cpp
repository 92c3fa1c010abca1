// Schedules repeated in one process: the same steps as in processes of their own, nothing carried over, and
// what cannot be taken back is named.
#include "runtime/explore_client_test.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <filesystem>
#include <vector>

namespace burler::runtime {
namespace {

using testing::Client;

std::string program(const std::string& name) { return std::string(BURLER_TEST_PROGRAMS) + "/" + name; }

std::string carried(Client& client) { return client.arena().text_pool + client.arena().result.carried; }

std::vector<sched::Step> steps_of(Client& client) {
  return {client.arena().steps, client.arena().steps + client.arena().result.step_count};
}

bool alike(const sched::Step& a, const sched::Step& b) {
  return a.thread == b.thread && a.op == b.op && a.object == b.object && a.flags == b.flags && a.aux == b.aux;
}

class Repeated : public ::testing::TestWithParam<const char*> {};

TEST_P(Repeated, TakesTheStepsThatAProcessOfItsOwnTakes) {
  if (!std::filesystem::exists(program(GetParam()))) GTEST_SKIP() << "its compiler is not installed";
  Client many(program(GetParam())), single(program(GetParam()));
  ASSERT_TRUE(many.alive() && single.alive());
  many.request().repeat = 1;
  std::uint32_t repeated = 0;
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    const char* strategies[] = {"random", "surw", "pct:3", "pos"};
    repeated = std::max(repeated, many.run(strategies[seed % 4], seed).repeated);
    single.run(strategies[seed % 4], seed);
    const std::vector<sched::Step> a = steps_of(many), b = steps_of(single);
    const auto [first, second] = std::mismatch(a.begin(), a.end(), b.begin(), b.end(), alike);
    ASSERT_TRUE(first == a.end() && second == b.end()) << "seed " << seed << " step " << first - a.begin();
    ASSERT_EQ(many.arena().result.verdict, single.arena().result.verdict) << "seed " << seed;
    ASSERT_EQ(many.arena().result.finding_count, single.arena().result.finding_count) << "seed " << seed;
    ASSERT_EQ(carried(many), "");
    if (seed >= 10) continue;
    many.learn();
    single.request().point_count = many.request().point_count;
    std::copy_n(many.arena().input_points, many.request().point_count, single.arena().input_points);
    single.request().expected_steps = many.request().expected_steps;
  }
  EXPECT_GE(repeated, 10u) << "nothing was repeated";
}

INSTANTIATE_TEST_SUITE_P(Programs, Repeated,
                         ::testing::Values("ok_mutex_cond", "ok_cxx20", "ok_library", "bad_race",
                                           "bad_misuse", "futures", "once_static", "shared_pointers",
                                           "thread_ends", "timed_waits", "c11_threads", "gcc_ok_mutex_cond",
                                           "gcc_ok_cxx20", "gcc_ok_library", "gcc_bad_race", "gcc_futures",
                                           "gcc_once_static", "gcc_shared_pointers", "gcc_thread_ends",
                                           "libcxx_ok_cxx20"));

class State : public ::testing::TestWithParam<const char*> {};

TEST_P(State, IsNotCarriedOver) {
  for (const char* word : {"", "exit"}) {
    if (!std::filesystem::exists(program(GetParam()))) GTEST_SKIP() << "its compiler is not installed";
    Client client(program(GetParam()), word);
    ASSERT_TRUE(client.alive());
    client.request().repeat = 1;
    for (std::uint32_t i = 0; i < 1100; ++i) {
      const Reply reply = client.run("random", i);
      ASSERT_EQ(reply.repeated, i) << word;
      ASSERT_EQ(client.arena().result.verdict, Verdict::completed)
          << word << " left with " << client.arena().result.exit_status << " " << carried(client);
      ASSERT_EQ(client.arena().result.finding_count, 0u) << word;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Programs, State, ::testing::Values("repeated", "gcc_repeated", "libcxx_repeated"));

TEST(Carried, IsNamedAndEndsTheProcess) {
  const std::pair<const char*, const char*> left[] = {{"thread", "threads are still running at the end"},
                                                      {"file", "files are left open"},
                                                      {"child", "the program forks"}};
  for (const auto& [word, reason] : left) {
    Client client(program("repeated"), word);
    client.request().repeat = 1;
    for (std::uint64_t i = 0; i < 3; ++i) {
      EXPECT_EQ(client.run("random", i).repeated, 0u) << word;
      EXPECT_EQ(client.arena().result.verdict, Verdict::completed)
          << word << client.arena().result.exit_status;
    }
    if (std::strcmp(word, "child") != 0)
      EXPECT_EQ(carried(client), reason);
    else
      EXPECT_NE(carried(client), "");
  }
}

TEST(Repetition, GoesOnInANewProcessAfterACrashAndWhenAskedForOne) {
  Client client(program("bad_crash"));
  client.request().repeat = 1;
  std::uint32_t crashes = 0, repeated_after = 0;
  bool crashed = false;
  for (std::uint64_t i = 0; i < 300; ++i) {
    const Reply reply = client.run("random", i);
    ASSERT_EQ(reply.run_id, client.request().run_id);
    if (crashed) ASSERT_EQ(reply.repeated, 0u) << "a process goes on after a crash";
    crashed = client.arena().result.verdict == Verdict::crashed;
    if (crashed) {
      ++crashes;
      client.request().repeat = 0;
      ASSERT_EQ(client.run("random", i).repeated, 0u);
      ASSERT_TRUE(client.found(Defect::crash)) << "seed " << i << " crashes only when repeated";
      client.request().repeat = 1;
    }
    repeated_after = std::max(repeated_after, crashes ? reply.repeated : 0);
  }
  EXPECT_GT(crashes, 1u);
  EXPECT_GT(repeated_after, 1u);
  client.request().repeat = 0;
  EXPECT_EQ(client.run("random", 1).repeated, 0u);
}

TEST(Repetition, KillsWhatHangsInALaterRun) {
  Client client(program("bad_livelock"));
  client.request().repeat = 1;
  client.request().wall_limit_ms = 1;
  EXPECT_TRUE(client.run("random", 1).timed_out);
  client.request().wall_limit_ms = 0;
  EXPECT_FALSE(client.run("random", 1).timed_out);
}

} // namespace
} // namespace burler::runtime

// The runtime against small programs built as a user's would be: compiled with -fsanitize=thread by clang
// and, where present, gcc, linked with the archive, driven through the fork server.
#include "runtime/explore_client_test.h"

#include "sched/recording.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <vector>

namespace burler::runtime {
namespace {

using testing::Client;

const std::vector<const char*> strategies{"random", "sticky", "pct:3", "pct:10", "pos"};

std::string program(const std::string& name) { return std::string(BURLER_TEST_PROGRAMS) + "/" + name; }

class Correct : public ::testing::TestWithParam<const char*> {};

TEST_P(Correct, IsSilentOverManySchedules) {
  if (!std::filesystem::exists(program(GetParam()))) GTEST_SKIP() << "its compiler is not installed";
  Client client(program(GetParam()));
  ASSERT_TRUE(client.alive());
  for (std::uint64_t seed = 0; seed < 1000; ++seed) {
    client.request().flags = seed % 4 == 3 ? flag_spurious_wake : 0u;
    const char* strategy = seed == 0 ? "default" : strategies[seed % strategies.size()];
    const Reply reply = client.run(strategy, seed);
    const Result& result = client.arena().result;
    ASSERT_FALSE(reply.timed_out) << strategy << " seed " << seed;
    ASSERT_EQ(result.verdict, Verdict::completed) << name_of(result.verdict) << " " << strategy << " seed "
                                                  << seed << " " << client.arena().text_pool + result.message;
    ASSERT_EQ(result.finding_count, 0u)
        << rule_of(client.arena().findings[0].defect) << " " << strategy << " seed " << seed;
    if (seed < 20) client.learn();
  }
}

INSTANTIATE_TEST_SUITE_P(Programs, Correct,
                         ::testing::Values("ok_mutex_cond", "ok_cxx20", "ok_library", "ok_posix",
                                           "gcc_ok_mutex_cond", "gcc_ok_cxx20", "gcc_ok_library",
                                           "gcc_ok_posix"));

struct Planted {
  const char* name;
  Defect defect;
  const char* strategy; ///< nullptr = every one of them must find it
};

class Defective : public ::testing::TestWithParam<Planted> {};

TEST_P(Defective, IsFoundByEveryStrategyAndReplays) {
  const Planted& planted = GetParam();
  if (!std::filesystem::exists(program(planted.name))) GTEST_SKIP() << "its compiler is not installed";
  for (const char* strategy : strategies) {
    Client client(program(planted.name));
    ASSERT_TRUE(client.alive());
    bool found = false;
    for (std::uint64_t seed = 0; seed < 2000 && !found; ++seed) {
      client.run(strategy, seed);
      found = client.found(planted.defect);
      if (!found) client.learn();
    }
    ASSERT_TRUE(found) << strategy;
    const Verdict verdict = client.arena().result.verdict;
    for (int i = 0; i < 10; ++i) {
      client.replay();
      const Result& result = client.arena().result;
      ASSERT_EQ(result.divergence.happened, 0u) << strategy << " step " << result.divergence.step << ": "
                                                << client.arena().text_pool + result.divergence.reason;
      ASSERT_EQ(result.verdict, verdict) << strategy;
      ASSERT_TRUE(client.found(planted.defect)) << strategy;
    }
    // The switches alone reproduce it too.
    const std::vector<sched::Step> steps(client.arena().steps,
                                         client.arena().steps + client.arena().result.step_count);
    const auto switches = sched::switches_of(steps);
    ASSERT_LE(switches.size(), max_switches);
    std::copy(switches.begin(), switches.end(), client.arena().input_switches);
    client.request().switch_count = static_cast<std::uint32_t>(switches.size());
    client.request().mode = Mode::guided;
    client.again();
    EXPECT_EQ(client.arena().result.verdict, verdict) << strategy;
    EXPECT_TRUE(client.found(planted.defect)) << strategy;
  }
}

INSTANTIATE_TEST_SUITE_P(Programs, Defective,
                         ::testing::Values(Planted{"bad_race", Defect::data_race, nullptr},
                                           Planted{"bad_race", Defect::crash, nullptr},
                                           Planted{"gcc_bad_race", Defect::crash, nullptr},
                                           Planted{"bad_deadlock", Defect::deadlock_cycle, nullptr},
                                           Planted{"gcc_bad_deadlock", Defect::deadlock_cycle, nullptr},
                                           Planted{"bad_lost_wakeup", Defect::lost_wakeup, nullptr},
                                           Planted{"bad_livelock", Defect::livelock, nullptr},
                                           Planted{"bad_crash", Defect::crash, nullptr},
                                           Planted{"bad_leak", Defect::leaked_thread, nullptr},
                                           Planted{"bad_lock_at_exit", Defect::lock_held_at_exit, nullptr},
                                           Planted{"bad_destroy", Defect::destroyed_in_use, nullptr},
                                           Planted{"bad_misuse", Defect::misuse, nullptr}));

TEST(Replay, SaysWhereARecordingIsLeft) {
  Client client(program("ok_mutex_cond"));
  ASSERT_TRUE(client.alive());
  client.run("random", 5);
  const std::uint32_t count = client.arena().result.step_count;
  ASSERT_GT(count, 10u);
  client.arena().steps[7].op = sched::Op::sem_post;
  client.replay();
  EXPECT_EQ(client.arena().result.verdict, Verdict::diverged);
  EXPECT_EQ(client.arena().result.divergence.step, 7u);
}

TEST(Server, SurvivesCrashesAndKillsWhatHangs) {
  Client client(program("bad_livelock"));
  ASSERT_TRUE(client.alive());
  client.request().wall_limit_ms = 1;
  const Reply reply = client.run("random", 1);
  EXPECT_TRUE(reply.timed_out);
  client.request().wall_limit_ms = 0;
  EXPECT_FALSE(client.run("random", 1).timed_out);
  client.request().max_steps = 50;
  client.run("random", 1);
  EXPECT_EQ(client.arena().result.verdict, Verdict::step_limit);
}

TEST(Server, AnswersEveryOneOfManySchedules) {
  Client client(program("bad_race"));
  ASSERT_TRUE(client.alive());
  for (std::uint64_t i = 0; i < 500; ++i) {
    const Reply reply = client.run("sticky", i);
    ASSERT_EQ(reply.timed_out, 0u) << i;
    ASSERT_EQ(client.arena().result.finished, 1u) << i;
  }
}

} // namespace
} // namespace burler::runtime

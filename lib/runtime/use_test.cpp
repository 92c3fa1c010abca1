// Every way to synchronise, used correctly (no verdict over many schedules), and with one defect each
// (found).
#include "runtime/explore_client_test.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <ostream>

namespace burler::runtime {
namespace {

using testing::Client;

struct Use {
  const char* name;
  int twins; ///< defective variants, chosen by the program's argument
};
void PrintTo(const Use& use, std::ostream* out) { *out << use.name; }

class EachUse : public ::testing::TestWithParam<Use> {
protected:
  static std::vector<std::string> programs() {
    std::vector<std::string> found;
    for (const char* compiler : {"", "gcc_", "libcxx_"}) {
      const std::string path = std::string(BURLER_TEST_PROGRAMS) + "/" + compiler + GetParam().name;
      if (std::filesystem::exists(path)) found.push_back(path);
    }
    return found;
  }
  static void run(Client& client, std::uint64_t seed) {
    const char* strategies[] = {"random", "sticky", "pct:3", "pos"};
    client.request().flags = (seed % 3 == 2   ? flag_spurious_wake
                              : seed % 7 == 3 ? flag_early_sleep
                                              : 0u) |
                             (seed % 4 == 1 ? flag_weak_memory : 0u);
    client.run(seed == 0 ? "default" : strategies[seed % 4], seed);
    if (seed < 20) client.learn();
  }
};

TEST_P(EachUse, IsSilentWhenCorrect) {
  ASSERT_FALSE(programs().empty());
  for (const std::string& program : programs()) {
    Client client(program);
    ASSERT_TRUE(client.alive());
    for (std::uint64_t seed = 0; seed < 200; ++seed) {
      run(client, seed);
      const Result& result = client.arena().result;
      ASSERT_EQ(result.verdict, Verdict::completed)
          << name_of(result.verdict) << " " << program << " seed " << seed << " "
          << client.arena().text_pool + result.message;
      ASSERT_EQ(result.finding_count, 0u)
          << rule_of(client.arena().findings[0].defect) << " " << program << " seed " << seed;
    }
  }
}

TEST_P(EachUse, IsFoundWhenDefective) {
  for (const std::string& program : programs())
    for (int twin = 1; twin <= GetParam().twins; ++twin) {
      Client client(program, std::to_string(twin).c_str());
      ASSERT_TRUE(client.alive());
      // libc++'s atomic waits look again every two seconds: a forgotten notification only delays them.
      if (program.find("libcxx_atomic_wait") != std::string::npos && twin > 1) continue;
      bool found = false;
      for (std::uint64_t seed = 0; seed < 1000 && !found; ++seed) {
        run(client, seed);
        found = client.arena().result.finding_count != 0;
      }
      EXPECT_TRUE(found) << program << " " << twin;
    }
}

INSTANTIATE_TEST_SUITE_P(Programs, EachUse,
                         ::testing::Values(Use{"latch_barrier", 3}, Use{"semaphores", 3},
                                           Use{"atomic_wait", 3}, Use{"once_static", 2},
                                           Use{"shared_pointers", 2}, Use{"outside", 1}, Use{"fences", 4},
                                           Use{"thread_ends", 2}, Use{"stop_tokens", 2}, Use{"lock_kinds", 3},
                                           Use{"timed_waits", 2}, Use{"futures", 2}, Use{"posix_locks", 3},
                                           Use{"c11_threads", 3}),
                         [](const auto& info) { return info.param.name; });

TEST(Cancellation, IsRefusedClearly) {
  Client client(std::string(BURLER_TEST_PROGRAMS) + "/cancel");
  ASSERT_TRUE(client.alive());
  client.run("random", 1);
  EXPECT_EQ(client.arena().result.verdict, Verdict::unsupported);
  EXPECT_NE(std::string(client.arena().text_pool + client.arena().result.message).find("pthread_cancel"),
            std::string::npos);
}

TEST(Verdicts, EachIsGivenForItsDefectOnly) {
  const Defect wanted[] = {Defect::none, Defect::misuse, Defect::lock_held_at_exit, Defect::misuse,
                           Defect::broken_invariant};
  for (int mode = 0; mode < 5; ++mode) {
    Client client(std::string(BURLER_TEST_PROGRAMS) + "/verdicts", std::to_string(mode).c_str());
    ASSERT_TRUE(client.alive());
    bool found = false;
    for (std::uint64_t seed = 0; seed < 300 && !found; ++seed) {
      client.run(seed % 2 ? "random" : "pct:3", seed);
      for (std::uint32_t i = 0; i < client.arena().result.finding_count; ++i)
        EXPECT_EQ(rule_of(client.arena().findings[i].defect), std::string(rule_of(wanted[mode]))) << mode;
      found = client.arena().result.finding_count != 0;
    }
    EXPECT_EQ(found, mode != 0) << mode;
    if (mode != 4) continue;
    client.replay();
    EXPECT_TRUE(client.found(Defect::broken_invariant));
  }
}

TEST(Outside, WhatWaitsForTheWorldIsNamed) {
  Client client(std::string(BURLER_TEST_PROGRAMS) + "/outside");
  ASSERT_TRUE(client.alive());
  client.run("random", 1);
  const std::string names = client.arena().text_pool + client.arena().result.external_name;
  EXPECT_NE(names.find("flock"), std::string::npos) << names;
  EXPECT_NE(names.find("waitid"), std::string::npos) << names;
}

} // namespace
} // namespace burler::runtime

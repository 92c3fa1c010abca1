#include "harness/checkpoint.h"

#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <unistd.h>

namespace burler::harness {
namespace {

class CheckpointFile : public testing::Test {
protected:
  void SetUp() override { std::filesystem::create_directories(folder_); }
  void TearDown() override { std::filesystem::remove_all(folder_); }
  std::string folder_ = testing::TempDir() + "checkpoint-" + std::to_string(::getpid());
};

Finding finding_of(const char* rule, const char* subject) {
  Finding finding;
  finding.rule = rule;
  finding.subject.name = subject;
  finding.message = "found";
  seal(finding);
  return finding;
}

TEST_F(CheckpointFile, KeepsWhatAKilledCampaignKnew) {
  const Checkpoint checkpoint(folder_, "1/4", {{"program", "/a"}, {"seed", 3}});
  const auto nothing = checkpoint.load();
  ASSERT_FALSE(nothing.ok());
  EXPECT_NE(nothing.error().text().find("nothing to resume"), std::string::npos);
  checkpoint.store({120, 118, 4500, {finding_of("run/crash", "a"), finding_of("run/crash", "b")}});
  const auto state = Checkpoint(folder_, "1/4", {{"program", "/a"}, {"seed", 3}}).load();
  ASSERT_TRUE(state.ok()) << state.error().text();
  EXPECT_EQ(state->next, 120u);
  EXPECT_EQ(state->schedules, 118u);
  EXPECT_EQ(state->milliseconds, 4500u);
  EXPECT_EQ(state->findings.size(), 2u);
}

TEST_F(CheckpointFile, AnotherCampaignIsRefused) {
  Checkpoint(folder_, "0/1", {{"seed", 3}}).store({});
  const auto other = Checkpoint(folder_, "0/1", {{"seed", 4}}).load();
  ASSERT_FALSE(other.ok());
  EXPECT_NE(other.error().text().find("'seed' was 3 and is 4"), std::string::npos) << other.error().text();
  const Checkpoint spoilt(folder_, "0/2", {});
  std::ofstream(spoilt.path()) << "{";
  EXPECT_FALSE(spoilt.load().ok());
}

TEST(Checkpoint, EachFingerprintIsKeptOnce) {
  Finding again = finding_of("run/crash", "a");
  again.message = "found again";
  const auto all = united({finding_of("run/crash", "a"), finding_of("run/crash", "b")}, {again});
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[0].message == "found again", all[1].message == "found");
}

} // namespace
} // namespace burler::harness

#include "harness/elf_image.h"
#include "harness/process.h"

#include <csignal>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <sys/wait.h>

namespace burler::harness {
namespace {

using namespace std::chrono_literals;

std::unique_ptr<Process> shell(const std::string& script) {
  SpawnRequest request;
  request.command = {"/bin/sh", "-c", script};
  auto process = Process::spawn(request);
  EXPECT_TRUE(process.ok());
  return std::move(*process);
}

TEST(Process, CollectsOutputAndStatus) {
  auto process = shell("echo out; echo err >&2; exit 3");
  ASSERT_EQ(process->wait(-1, Clock::now() + 10s), Process::Event::ended);
  EXPECT_EQ(process->output().text(), "out\nerr\n");
  EXPECT_EQ(describe_status(process->wait_status()), "exit status 3");
}

TEST(Process, FloodsDoNotHurt) {
  auto process = shell("yes flood");
  EXPECT_EQ(process->wait(-1, Clock::now() + 300ms), Process::Event::timeout);
  process->kill_all();
  EXPECT_GT(process->output().total(), 1u << 20);
  EXPECT_LT(process->output().text().size(), 80u * 1024);
}

/// Gone, or a zombie that its new parent has not collected yet.
bool is_dead(const std::string& pid) {
  std::ifstream stat("/proc/" + pid + "/stat");
  std::string number, name, state;
  return !(stat >> number >> name >> state) || state == "Z";
}

TEST(Process, KillsTheWholeGroup) {
  auto process = shell("sleep 1000 & echo $!; wait");
  EXPECT_EQ(process->wait(-1, Clock::now() + 300ms), Process::Event::timeout);
  const std::string grandchild = process->output().last_line();
  ASSERT_FALSE(grandchild.empty());
  process->kill_all();
  for (int i = 0; i < 200 && !is_dead(grandchild); ++i)
    ::usleep(10'000);
  EXPECT_TRUE(is_dead(grandchild));
}

TEST(Process, AMissingProgramIsAnError) {
  SpawnRequest request;
  request.command = {"/nonexistent/program"};
  const auto process = Process::spawn(request);
  ASSERT_FALSE(process.ok());
  EXPECT_NE(process.error().text().find("/nonexistent/program"), std::string::npos);
}

TEST(Process, StandardInputIsEmpty) {
  auto process = shell("cat; echo end");
  ASSERT_EQ(process->wait(-1, Clock::now() + 10s), Process::Event::ended);
  EXPECT_EQ(process->output().text(), "end\n");
}

TEST(OutputTail, KeepsBothEnds) {
  OutputTail tail;
  tail.add("first\n");
  for (int i = 0; i < 10'000; ++i)
    tail.add("0123456789abcdef\n");
  tail.add("last\n\n");
  EXPECT_TRUE(tail.text().starts_with("first\n"));
  EXPECT_TRUE(tail.text().ends_with("last\n\n"));
  EXPECT_NE(tail.text().find("bytes left out"), std::string::npos);
  EXPECT_EQ(tail.last_line(), "last");
}

TEST(ElfImage, SaysWhatIsWrong) {
  EXPECT_FALSE(read_elf_image("/nonexistent").ok());
  EXPECT_FALSE(read_elf_image("/").ok());
  const auto script = std::filesystem::temp_directory_path() / "burler_elf_test.sh";
  std::ofstream(script) << "#!/bin/sh\n";
  EXPECT_FALSE(read_elf_image(script.string()).ok()) << "not executable";
  std::filesystem::permissions(script, std::filesystem::perms::owner_all);
  const auto image = read_elf_image(script.string());
  ASSERT_TRUE(image.ok());
  EXPECT_FALSE(image->is_elf);
  std::filesystem::remove(script);
  const auto shell_image = read_elf_image("/bin/sh");
  ASSERT_TRUE(shell_image.ok());
  EXPECT_TRUE(shell_image->is_elf);
  EXPECT_EQ(shell_image->engine, LinkedEngine::none);
  EXPECT_FALSE(shell_image->build_id.empty());
}

} // namespace
} // namespace burler::harness

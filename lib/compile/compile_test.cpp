#include "compile/build_plan.h"
#include "compile/command_line.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

namespace burler::compile {
namespace {

Action action(std::vector<std::string> words) { return read_command_line(words).action; }

bool has(const Command& command, const std::string& word) {
  return std::find(command.begin(), command.end(), word) != command.end();
}

TEST(CommandLine, ActionsOfOrdinaryLines) {
  EXPECT_EQ(action({"--version"}), Action::query);
  EXPECT_EQ(action({"-v"}), Action::query);
  EXPECT_EQ(action({"-E", "-dM", "-xc++", "/dev/null"}), Action::preprocess);
  EXPECT_EQ(action({"-c", "a.cpp", "-o", "a.o"}), Action::compile);
  EXPECT_EQ(action({"-MM", "a.cpp"}), Action::preprocess);
  EXPECT_EQ(action({"-fsyntax-only", "a.cpp"}), Action::compile);
  EXPECT_EQ(action({"a.o", "-o", "a"}), Action::link);
  EXPECT_EQ(action({"a.cpp"}), Action::link);
  EXPECT_EQ(action({"-shared", "a.o", "-o", "liba.so"}), Action::link_shared);
  EXPECT_EQ(action({"-r", "a.o", "-o", "b.o"}), Action::link_plain);
  EXPECT_EQ(action({"-x", "c++-header", "a.h", "-o", "a.pch"}), Action::compile);
  EXPECT_EQ(action({"-###", "a.cpp"}), Action::query);
}

TEST(CommandLine, ValuesOfOptionsAreNoInputs) {
  EXPECT_EQ(action({"-o", "a.cpp"}), Action::query);
  EXPECT_TRUE(read_command_line({"-include", "pre.cpp", "x.o"}).sources.empty());
  EXPECT_EQ(read_command_line({"-x", "c++", "input.txt"}).sources, std::vector<std::string>{"input.txt"});
}

TEST(CommandLine, ReadsResponseFiles) {
  const auto path = std::filesystem::temp_directory_path() / "burler_compile_test.rsp";
  std::ofstream(path) << "-c 'my file.cpp'\n-DX=\"a b\"";
  const CommandLine line = read_command_line({"@" + path.string()});
  std::filesystem::remove(path);
  EXPECT_EQ(line.action, Action::compile);
  EXPECT_EQ(line.sources, std::vector<std::string>{"my file.cpp"});
}

TEST(CommandLine, SplitsResponseTextLikeCompilers) {
  EXPECT_EQ(split_response("a\\ b  'c d' \"e\\\"f\" ''"),
            (std::vector<std::string>{"a b", "c d", "e\"f", ""}));
}

class Plan : public testing::Test {
protected:
  Plan() {
    folder = std::filesystem::temp_directory_path() / "burler_plan_test";
    std::filesystem::create_directories(folder);
    std::ofstream(folder / "libburler_explore.a") << "";
    std::ofstream(folder / "libburler_tsan.a") << "";
    toolchain.compiler = "/usr/bin/clang++";
    toolchain.library_dir = folder.string();
  }
  ~Plan() override { std::filesystem::remove_all(folder); }
  std::filesystem::path folder;
  Toolchain toolchain;
};

TEST_F(Plan, CompilingInstrumentsAndKeepsTheUsersDebugLevel) {
  const auto plan = plan_build({"-c", "-g1", "a.cpp"}, toolchain, "/tmp/x-");
  ASSERT_TRUE(plan.ok());
  const Command& command = plan->commands.at(0);
  EXPECT_TRUE(has(command, "-fsanitize=thread"));
  EXPECT_LT(std::find(command.begin(), command.end(), "-g"),
            std::find(command.begin(), command.end(), "-g1"));
}

TEST_F(Plan, ExploreLinksTheEngineAndNoThreadSanitizer) {
  const auto plan = plan_build({"a.o"}, toolchain, "/tmp/x-");
  ASSERT_TRUE(plan.ok());
  EXPECT_TRUE(has(plan->commands.at(0), toolchain.library_dir + "/libburler_explore.a"));
  EXPECT_TRUE(has(plan->commands.at(0), "-fno-sanitize-link-runtime"));
  EXPECT_TRUE(has(plan->commands.at(0), "-Wl,--wrap=memcpy"));
}

TEST_F(Plan, TsanLinksTheRealOne) {
  toolchain.engine = Engine::tsan;
  const auto plan = plan_build({"a.o"}, toolchain, "/tmp/x-");
  ASSERT_TRUE(plan.ok());
  EXPECT_TRUE(has(plan->commands.at(0), toolchain.library_dir + "/libburler_tsan.a"));
  EXPECT_FALSE(has(plan->commands.at(0), "-fno-sanitize-link-runtime"));
  EXPECT_TRUE(has(plan->commands.at(0), "-Wl,--wrap=__tsan_atomic32_load"));
}

TEST_F(Plan, SharedObjectsGetNoEngine) {
  const auto plan = plan_build({"-shared", "a.o"}, toolchain, "/tmp/x-");
  ASSERT_TRUE(plan.ok());
  EXPECT_FALSE(has(plan->commands.at(0), toolchain.library_dir + "/libburler_explore.a"));
}

TEST_F(Plan, AnEngineAlreadyOnTheLineIsNotAddedAgain) {
  const std::string archive = toolchain.library_dir + "/libburler_explore.a";
  const auto plan = plan_build({"a.o", archive}, toolchain, "/tmp/x-");
  ASSERT_TRUE(plan.ok());
  EXPECT_EQ(std::count(plan->commands.at(0).begin(), plan->commands.at(0).end(), archive), 1);
}

TEST_F(Plan, GccCompilesSourcesOfALinkOnTheirOwn) {
  toolchain.family = Family::gcc;
  const auto plan = plan_build({"a.cpp", "-O1", "b.o", "-o", "a", "-fsanitize=thread"}, toolchain, "/tmp/x-");
  ASSERT_TRUE(plan.ok());
  ASSERT_EQ(plan->commands.size(), 2u);
  EXPECT_TRUE(has(plan->commands[0], "-c"));
  EXPECT_TRUE(has(plan->commands[0], "-O1"));
  EXPECT_FALSE(has(plan->commands[0], "a"));
  EXPECT_FALSE(has(plan->commands[1], "-fsanitize=thread"));
  EXPECT_TRUE(has(plan->commands[1], "/tmp/x-0.o"));
}

TEST_F(Plan, AMissingEngineIsOneClearError) {
  std::filesystem::remove(folder / "libburler_explore.a");
  const auto plan = plan_build({"a.o"}, toolchain, "/tmp/x-");
  ASSERT_FALSE(plan.ok());
  EXPECT_NE(plan.error().text().find("BURLER_LIB_DIR"), std::string::npos);
}

} // namespace
} // namespace burler::compile

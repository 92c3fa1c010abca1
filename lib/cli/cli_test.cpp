#include "cli/output_options.h"
#include "cli/suggestion.h"
#include "report/whole_file.h"

#include <gtest/gtest.h>

namespace burler::cli {
namespace {

TEST(Nearest, FindsTyposAndNothingElse) {
  const std::vector<std::string> verbs = {"lint", "stress", "cuda", "cc"};
  EXPECT_EQ(nearest("lnit", verbs), "lint");
  EXPECT_EQ(nearest("stres", verbs), "stress");
  EXPECT_EQ(nearest("CUDA", verbs), "");
  EXPECT_EQ(nearest("frobnicate", verbs), "");
  EXPECT_EQ(nearest("zz", verbs), "");
  EXPECT_EQ(nearest("", verbs), "");
}

int parse_words(std::vector<std::string> words, report::OutputRequest& request) {
  CLI::App app("test", "burler test");
  add_standard_options(app);
  add_output_options(app, request);
  words.insert(words.begin(), "burler-test");
  std::vector<char*> argv;
  for (std::string& word : words)
    argv.push_back(word.data());
  return parse(app, static_cast<int>(argv.size()), argv.data());
}

TEST(OutputOptions, GoodOnesPass) {
  report::OutputRequest request;
  EXPECT_EQ(parse_words({"--json", "-", "--sarif", testing::TempDir() + "x.sarif", "--quiet"}, request), -1);
  EXPECT_EQ(request.json, "-");
  EXPECT_TRUE(request.quiet);
}

TEST(OutputOptions, MistakesAreToldBeforeTheWork) {
  const std::string junk = testing::TempDir() + "burler_cli_junk";
  ASSERT_TRUE(report::write_whole(junk, "neither\n").ok());
  for (const std::vector<std::string>& words : {std::vector<std::string>{"--json", "/nonexistent/x.json"},
                                                {"--baseline", "/nonexistent"},
                                                {"--baseline", junk},
                                                {"--suppressions", junk},
                                                {"--no-such-flag"},
                                                {"--max-shown", "many"}}) {
    report::OutputRequest request;
    testing::internal::CaptureStderr();
    EXPECT_EQ(parse_words(words, request), 2) << words[0];
    const std::string error = testing::internal::GetCapturedStderr();
    EXPECT_EQ(std::count(error.begin(), error.end(), '\n'), 1) << error;
  }
}

} // namespace
} // namespace burler::cli

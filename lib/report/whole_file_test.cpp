#include "report/whole_file.h"

#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <iterator>

namespace burler::report {
namespace {

namespace fs = std::filesystem;

std::string content(const fs::path& path) {
  std::ifstream in(path);
  return {std::istreambuf_iterator<char>(in), {}};
}

class WholeFile : public testing::Test {
protected:
  void SetUp() override {
    fs::remove_all(folder_);
    fs::create_directories(folder_);
  }
  std::size_t entries() const {
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder_), fs::directory_iterator()));
  }
  fs::path folder_ = fs::path(testing::TempDir()) / "burler_whole_file_test";
};

TEST_F(WholeFile, ReplacesAndLeavesNothingBehind) {
  const fs::path file = folder_ / "a.json";
  ASSERT_TRUE(write_whole(file, "one").ok());
  ASSERT_TRUE(write_whole(file, "two").ok());
  EXPECT_EQ(content(file), "two");
  EXPECT_EQ(entries(), 1u);
}

TEST_F(WholeFile, FollowsALink) {
  ASSERT_TRUE(write_whole(folder_ / "real", "old").ok());
  fs::create_symlink("real", folder_ / "link");
  ASSERT_TRUE(write_whole(folder_ / "link", "new").ok());
  EXPECT_TRUE(fs::is_symlink(folder_ / "link"));
  EXPECT_EQ(content(folder_ / "real"), "new");
}

TEST_F(WholeFile, AMissingFolderOrAFullDiskIsAnErrorThatNamesTheFile) {
  const Status missing = write_whole(folder_ / "none" / "a.json", "x");
  ASSERT_FALSE(missing.ok());
  EXPECT_NE(missing.error().text().find("a.json"), std::string::npos);
  if (!fs::exists("/dev/full")) GTEST_SKIP() << "this system has no /dev/full";
  const Status full = write_whole("/dev/full", "x");
  ASSERT_FALSE(full.ok());
  EXPECT_NE(full.error().text().find("space"), std::string::npos) << full.error().text();
  EXPECT_TRUE(fs::is_character_file("/dev/full")) << "a device must not be replaced by a file";
}

TEST_F(WholeFile, AFolderInTheWayIsAnError) {
  fs::create_directory(folder_ / "a.json");
  EXPECT_FALSE(write_whole(folder_ / "a.json", "x").ok());
  EXPECT_EQ(entries(), 1u);
}

} // namespace
} // namespace burler::report

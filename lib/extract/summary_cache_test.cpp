#include "extract/summary_cache.h"

#include "extract/shared_claims.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace burler::extract {
namespace {

namespace fs = std::filesystem;

class Cache : public testing::Test {
protected:
  void SetUp() override {
    folder_ = fs::temp_directory_path() / ("burler_cache_" + std::to_string(getpid()));
    fs::create_directories(folder_ / "src");
    write("a.h", "one");
  }
  void TearDown() override { fs::remove_all(folder_); }
  std::string path(const std::string& name) const { return (folder_ / "src" / name).string(); }
  void write(const std::string& name, const std::string& text) { std::ofstream(path(name)) << text; }
  SummaryCache open(const std::string& identity = "tool") {
    return *SummaryCache::open((folder_ / "cache").string(), identity);
  }
  Dependencies dependencies(const std::string& contents) const {
    Dependencies all;
    all[path("a.h")] = {path("a.h"), FileFact::contents, digest_of(contents)};
    all[path("b.h")] = {path("b.h"), FileFact::absent, {}};
    return all;
  }

  fs::path folder_;
  Command command_{"/d", "/d/a.cpp", {"c++", "a.cpp"}};
};

TEST_F(Cache, FindsWhatStillHolds) {
  const std::string key = open().key(command_, {"-DA"});
  EXPECT_FALSE(open().find(key));
  open().store(key, dependencies("one"), "summary 1");
  EXPECT_EQ(open().find(key), "summary 1");
  write("a.h", "two");
  EXPECT_FALSE(open().find(key)) << "other contents";
  open().store(key, dependencies("two"), "summary 2");
  EXPECT_EQ(open().find(key), "summary 2");
  write("a.h", "one");
  EXPECT_EQ(open().find(key), "summary 1") << "the branch one came from is still there";
  write("b.h", "");
  EXPECT_FALSE(open().find(key)) << "a file that was not there";
}

TEST_F(Cache, KeysNameCommandAndTool) {
  const std::string key = open().key(command_, {"-DA"});
  EXPECT_NE(key, open().key(command_, {"-DB"}));
  EXPECT_NE(key, open().key(command_, {"-D", "A"}));
  EXPECT_NE(key, open("other tool").key(command_, {"-DA"}));
  EXPECT_NE(key, open().key({"/e", "/d/a.cpp", {}}, {"-DA"}));
}

TEST_F(Cache, DamagedManifestsAreMissing) {
  const std::string key = open().key(command_, {});
  open().store(key, dependencies("one"), "summary");
  const fs::path manifest = folder_ / "cache" / key.substr(0, 2) / (key.substr(2) + ".manifest");
  ASSERT_TRUE(fs::exists(manifest));
  std::string bytes(fs::file_size(manifest), '\0');
  std::ifstream(manifest).read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    std::string damaged = bytes;
    damaged[i] = static_cast<char>(damaged[i] ^ 0x41);
    std::ofstream(manifest, std::ios::trunc) << damaged;
    EXPECT_FALSE(open().find(key)) << i;
    std::ofstream(manifest, std::ios::trunc) << bytes.substr(0, i);
    EXPECT_FALSE(open().find(key)) << i;
  }
}

TEST_F(Cache, KeepsItsLimit) {
  const SummaryCache cache = open();
  for (int i = 0; i < 10; ++i)
    cache.store(cache.key(command_, {std::to_string(i)}), dependencies("one"), std::string(10000, 'x'));
  std::ofstream(folder_ / "cache" / "notes.txt") << std::string(100000, 'n');
  EXPECT_GT(cache.prune(1'000'000), 100'000u);
  EXPECT_LE(cache.prune(50'000), 40'000u);
  EXPECT_TRUE(fs::exists(folder_ / "cache" / "notes.txt")) << "only its own files";
}

TEST(SharedClaims, TheFirstUnitInCommandOrderHasIt) {
  SharedClaims claims;
  EXPECT_TRUE(claims.claim(42, 7));
  EXPECT_FALSE(claims.claim(42, 9));
  EXPECT_TRUE(claims.claim(42, 7)) << "again";
  EXPECT_TRUE(claims.claim(42, 3)) << "whatever order they come in";
  EXPECT_FALSE(claims.claim(42, 7));
  EXPECT_TRUE(claims.claim(1000, 7));
  claims.release(3);
  EXPECT_TRUE(claims.claim(42, 9)) << "the process of unit 3 has died";
}

} // namespace
} // namespace burler::extract

#include "base/hash.h"
#include "base/shard.h"
#include "base/source_place.h"

#include <gtest/gtest.h>

namespace burler {
namespace {

TEST(StableHash, SeparatesFields) {
  EXPECT_NE(StableHash().add("ab").add("c").value(), StableHash().add("a").add("bc").value());
  EXPECT_EQ(StableHash().hex().size(), 16u);
  EXPECT_EQ(StableHash().add("x").hex(), StableHash().add("x").hex());
}

TEST(ReportPath, RelativeOnlyUnderTheRoot) {
  EXPECT_EQ(report_path("/p/src/a.cpp", "/p"), "src/a.cpp");
  EXPECT_EQ(report_path("/p/src/../b.cpp", "/p"), "b.cpp");
  EXPECT_EQ(report_path("/other/a.cpp", "/p"), "/other/a.cpp");
  EXPECT_EQ(report_path("/pp/a.cpp", "/p"), "/pp/a.cpp");
}

TEST(Shard, ParsesAndRejects) {
  ASSERT_TRUE(parse_shard("2/5"));
  EXPECT_EQ(parse_shard("2/5")->index, 2u);
  for (const char* bad : {"", "1", "5/5", "-1/2", "1/0", "a/b", "1/2/3"})
    EXPECT_FALSE(parse_shard(bad)) << bad;
}

TEST(Shard, PartitionsAllItemsOnce) {
  for (std::uint64_t item = 0; item < 100; ++item) {
    int owners = 0;
    for (std::uint64_t i = 0; i < 7; ++i)
      owners += Shard{i, 7}.owns(item);
    EXPECT_EQ(owners, 1);
  }
}

} // namespace
} // namespace burler

#include "detect/path_table.h"

#include <gtest/gtest.h>

namespace burler::detect {
namespace {

TEST(PathTable, PrefixesAndRootsAreThePathsThatTheyName) {
  SymbolTable names;
  PathTable table;
  const PathRoot root{RootKind::formal, 2, names.intern("f")};
  const PathId bare = table.intern({root, {}});
  const PathId pointee = table.add_deref(bare);
  const PathId field = table.add_field(pointee, names.intern("next"), names.intern("Node"));
  EXPECT_EQ(table.intern(table[field]), field);
  EXPECT_EQ(table.parent(field), pointee);
  EXPECT_EQ(table.parent(field), pointee); // the second time from memory
  EXPECT_EQ(table.parent(bare), bare);
  EXPECT_EQ(table.root_of(field), bare);
  EXPECT_EQ(table.prefix(field, 0), bare);
  EXPECT_EQ(table.prefix(field, 1), pointee);
  EXPECT_EQ(table.prefix(field, 7), field);
  EXPECT_EQ(table.parent(0), 0u);
}

TEST(PathTable, ADerivedRootIsOnePerCall) {
  SymbolTable names;
  PathTable table;
  const PathRoot local{RootKind::local, 0, names.intern("make")};
  const Symbol caller = names.intern("caller");
  const PathRoot first = table.derive(local, caller, 1);
  EXPECT_EQ(table.derive(local, caller, 1), first);
  EXPECT_NE(table.derive(local, caller, 2), first);
  EXPECT_EQ(table.original(first), local);
}

} // namespace
} // namespace burler::detect

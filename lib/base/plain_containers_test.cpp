#include "base/address_table.h"
#include "base/plain_map.h"
#include "base/plain_vector.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <unordered_map>

namespace burler {
namespace {

TEST(PlainMap, BehavesAsAMapUnderRandomUse) {
  PlainMap<std::uint64_t> map;
  std::unordered_map<std::uint64_t, std::uint64_t> model;
  std::uint64_t state = 1;
  for (int i = 0; i < 50'000; ++i) {
    state = state * 6364136223846793005ULL + 1442695040888963407ULL;
    const std::uint64_t key = (state >> 33) % 700 + 1;
    if (state >> 62 == 0) {
      map.erase(key);
      model.erase(key);
    } else {
      map.get(key) = model[key] = state;
    }
  }
  EXPECT_EQ(map.size(), model.size());
  for (std::uint64_t key = 1; key <= 700; ++key) {
    const std::uint64_t* found = map.find(key);
    ASSERT_EQ(found != nullptr, model.count(key) == 1) << key;
    if (found) EXPECT_EQ(*found, model[key]);
  }
}

TEST(PageAllocator, RewindsContentsAndTakesBackWhatCameLater) {
  PlainMap<int> before;
  auto* small = static_cast<std::uint64_t*>(page_allocate(64));
  auto* large = static_cast<std::uint64_t*>(page_allocate(1 << 20));
  *small = 1;
  large[1000] = 2;
  for (std::uint64_t key = 1; key <= 100; ++key)
    before.get(key) = 7;
  PlainMap<int> copy_of_header; // the map itself lies outside and is put back by hand
  std::memcpy(static_cast<void*>(&copy_of_header), static_cast<const void*>(&before), sizeof before);
  EXPECT_GE(page_mark(), (1u << 20) + 64u);
  const void* first = nullptr;
  for (int round = 0; round < 3; ++round) {
    *small = 5;
    page_release(large, 1 << 20);
    for (std::uint64_t key = 1; key <= 10'000; ++key)
      before.get(key) = round;
    auto* fresh = static_cast<std::uint64_t*>(page_allocate(4096));
    EXPECT_EQ(*fresh, 0u) << "memory of an earlier round is not zero";
    *fresh = 9;
    if (!first) first = fresh;
    EXPECT_EQ(fresh, first) << "memory of an earlier round is not used again";
    page_rewind();
    std::memcpy(static_cast<void*>(&before), static_cast<const void*>(&copy_of_header), sizeof before);
    ASSERT_EQ(*small, 1u);
    ASSERT_EQ(large[1000], 2u);
    ASSERT_EQ(before.size(), 100u);
    for (std::uint64_t key = 1; key <= 100; ++key)
      ASSERT_EQ(*before.find(key), 7);
  }
  std::memset(static_cast<void*>(&copy_of_header), 0, sizeof copy_of_header); // one owner is enough
}

TEST(PlainVector, GrowsCopiesAndErases) {
  PlainVector<int> v;
  for (int i = 0; i < 1000; ++i)
    v.push_back(i);
  v.erase_at(0);
  const PlainVector<int> copy = v;
  v.clear();
  ASSERT_EQ(copy.size(), 999u);
  EXPECT_EQ(copy[998], 999);
}

TEST(AddressTable, ErasesExactlyTheRange) {
  AddressTable<int> table;
  for (std::uint64_t address = 0x1000; address < 0x9000; address += 4)
    table.get(address) = 1;
  int erased = 0;
  table.erase_range(0x1ffc, 0x3004, [&](std::uint64_t, int&) { ++erased; });
  EXPECT_EQ(erased, (0x3004 - 0x1ffc) / 4);
  EXPECT_NE(table.find(0x1ff8), nullptr);
  EXPECT_EQ(table.find(0x1ffc), nullptr);
  EXPECT_EQ(table.find(0x3000), nullptr);
  EXPECT_NE(table.find(0x3004), nullptr);
  table.erase_range(0, ~0ULL, [](std::uint64_t, int&) {});
  EXPECT_EQ(table.size(), 0u);
}

} // namespace
} // namespace burler

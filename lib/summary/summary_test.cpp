#include "summary/linker.h"
#include "summary/shard_file.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <unistd.h>

namespace burler::summary {
namespace {

/// A unit with functions of a header and one of its own; `header` lists which of a, b, c it has extracted.
TranslationUnit unit(const std::string& name, const std::string& header) {
  TranslationUnit u;
  u.main_file = "/" + name + ".cpp";
  u.files = {u.main_file, "/shared.h"};
  const auto add = [&](const std::string& function, std::uint32_t file, std::uint32_t line) {
    Function f;
    f.usr = u.symbols.intern("usr:" + function);
    f.name = u.symbols.intern(function);
    f.place = {file, line, 1};
    Event event;
    event.kind = EventKind::write;
    event.place = {file, line, 3};
    event.path.root = {RootKind::global, 0, u.symbols.intern("usr:global_of_" + function)};
    f.blocks.resize(1);
    f.blocks[0].events.push_back(event);
    u.functions.push_back(f);
  };
  add(name, 0, 1);
  for (const char c : header)
    add(std::string(1, c), 1, static_cast<std::uint32_t>(c));
  return u;
}

std::vector<std::string> tables(const Program& program) {
  std::vector<std::string> out = program.files;
  for (std::uint32_t id = 0; id < program.symbols.size(); ++id)
    out.push_back(program.symbols.text(Symbol{id}));
  for (const Function& f : program.functions)
    out.push_back(program.symbols.text(f.name) + " in " + program.files[f.place.file]);
  return out;
}

Program linked(const std::vector<std::pair<std::string, std::string>>& units) {
  Linker linker;
  for (const auto& [name, header] : units)
    linker.add(unit(name, header));
  return linker.finish();
}

TEST(Linker, WhatUnitsRepeatDecidesNothing) {
  const auto expected = tables(linked({{"one", "ab"}, {"two", "c"}, {"three", ""}}));
  EXPECT_EQ(tables(linked({{"one", "ba"}, {"two", "c"}, {"three", ""}})), expected) << "order inside a unit";
  EXPECT_EQ(tables(linked({{"one", "ab"}, {"two", "abc"}, {"three", "cab"}})), expected) << "extracted twice";
  EXPECT_NE(tables(linked({{"one", "a"}, {"two", "cb"}, {"three", ""}})), expected) << "the first one counts";
}

class Shards : public testing::Test {
protected:
  void SetUp() override {
    folder_ = std::filesystem::temp_directory_path() / ("burler_shards_" + std::to_string(getpid()));
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }
  void write(std::uint64_t index, std::uint64_t count) {
    SummaryStore store;
    for (std::uint64_t number = index; number < 5; number += count)
      ASSERT_TRUE(store.put(number, to_bytes(unit("u" + std::to_string(number), "ab"))));
    ShardHead head;
    head.tool = "tool";
    head.program = "program";
    head.shard = {index, count};
    head.undecided = {{"broken.cpp", "why"}};
    ASSERT_TRUE(write_shard(folder_.string(), head, store));
  }

  std::filesystem::path folder_;
};

TEST_F(Shards, JoinInUnitOrder) {
  for (std::uint64_t index = 0; index < 3; ++index)
    write(index, 3);
  const auto all = read_shards(folder_.string(), "tool");
  ASSERT_TRUE(all) << all.error().text();
  ASSERT_EQ(all->store.entries().size(), 5u);
  EXPECT_EQ(all->store.entries().at(3).head.main_file, "/u3.cpp");
  EXPECT_EQ(all->undecided.size(), 1u) << "what every shard says is said once";
  EXPECT_FALSE(read_shards(folder_.string(), "other tool"));
}

TEST_F(Shards, MissingAndForeignOnesAreTold) {
  EXPECT_FALSE(read_shards(folder_.string(), "tool"));
  write(1, 2);
  const auto half = read_shards(folder_.string(), "tool");
  ASSERT_TRUE(half);
  ASSERT_EQ(half->undecided.size(), 2u);
  EXPECT_EQ(half->undecided[1].what, "shard 0/2");
  write(0, 3);
  EXPECT_FALSE(read_shards(folder_.string(), "tool")) << "shards of two runs";
}

TEST_F(Shards, DamagedBytesAreRefused) {
  write(0, 1);
  const auto path = folder_ / "burler-0-of-1.summaries";
  std::string bytes(std::filesystem::file_size(path), '\0');
  std::ifstream(path).read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    std::string damaged = bytes;
    damaged[i] = static_cast<char>(damaged[i] ^ 0x10);
    std::ofstream(path, std::ios::trunc) << damaged;
    EXPECT_FALSE(read_shards(folder_.string(), "tool")) << i;
    std::ofstream(path, std::ios::trunc) << bytes.substr(0, i);
    EXPECT_FALSE(read_shards(folder_.string(), "tool")) << i;
  }
}

} // namespace
} // namespace burler::summary

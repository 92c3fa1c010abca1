#include "harness/user_frames.h"

#include <gtest/gtest.h>

namespace burler::harness {
namespace {

TEST(ShortFunction, DropsWhatReadersSkip) {
  EXPECT_EQ(short_function("Cache::append(int, std::vector<int> const&) const"), "Cache::append");
  EXPECT_EQ(short_function("main"), "main");
  EXPECT_EQ(short_function("main::$_0::operator()() const"), "main::{lambda#1}");
  EXPECT_EQ(short_function("main::{lambda(int)#2}::operator()(int) const"), "main::{lambda#2}");
  EXPECT_EQ(short_function("void fill<float>(float*)"), "fill<float>");
  EXPECT_EQ(short_function("name[abi:cxx11]()"), "name");
  EXPECT_EQ(short_function("(anonymous namespace)::work(int)"), "work");
  EXPECT_EQ(short_function("Queue::operator[](unsigned long)"), "Queue::operator[]");
  EXPECT_EQ(short_function("work(int, char**)::$_1::operator()() const"), "work::{lambda#2}");
}

TEST(SystemFiles, LibraryAndCompilerHeaders) {
  EXPECT_TRUE(
      is_system_file("/usr/lib/gcc/x86_64-linux-gnu/12/../../../../include/c++/12/bits/std_thread.h"));
  EXPECT_TRUE(is_system_file("/usr/include/pthread.h"));
  EXPECT_TRUE(is_system_file(""));
  EXPECT_FALSE(is_system_file("/home/me/project/lib/runtime/queue.cpp"));
}

TEST(UserFrames, UnknownModulesStillGiveAPlace) {
  Symbolizer symbolizer;
  UserFrames frames(symbolizer, "/");
  const UserStack stack = frames.trim({{"/nonexistent/lib.so", 0x1235}});
  EXPECT_EQ(stack.location.function, "lib.so+0x1234");
  EXPECT_TRUE(stack.callers.empty());
}

} // namespace
} // namespace burler::harness

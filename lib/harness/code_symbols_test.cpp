#include "harness/code_symbols.h"

#include <cstdlib>
#include <gtest/gtest.h>
#include <link.h>

namespace burler::harness {
namespace {

std::uint64_t offset_in_program(const void* code) {
  std::uint64_t base = 0;
  dl_iterate_phdr(
      [](dl_phdr_info* info, std::size_t, void* out) {
        *static_cast<std::uint64_t*>(out) = info->dlpi_addr; // the first is the program
        return 1;
      },
      &base);
  return reinterpret_cast<std::uint64_t>(code) - base;
}

extern "C" __attribute__((noinline)) int burler_test_global(int n) { return n * 3 + std::atoi("1"); }
__attribute__((noinline)) int local_function(int n) { return n * 5 + std::atoi("2"); }

TEST(CodeSymbols, PlacesHaveNamesAndNamesHavePlaces) {
  const CodeSymbols symbols("/proc/self/exe");
  const std::uint64_t global = offset_in_program(reinterpret_cast<const void*>(&burler_test_global)) + 4;
  EXPECT_EQ(symbols.name_of(global), "burler_test_global+4");
  EXPECT_EQ(symbols.offset_of("burler_test_global+4"), global);
  const std::uint64_t local = offset_in_program(reinterpret_cast<const void*>(&local_function)) + 1;
  const std::string name = symbols.name_of(local);
  EXPECT_NE(name.find("local_function"), std::string::npos) << name;
  EXPECT_NE(name.find("@code_symbols_test.cpp"), std::string::npos) << name;
  EXPECT_EQ(symbols.offset_of(name), local);
  EXPECT_EQ(burler_test_global(1) + local_function(1), 11);
}

TEST(CodeSymbols, WhatIsNotThereIsNotFound) {
  const CodeSymbols symbols("/proc/self/exe"), nothing("/nonexistent"), text("/proc/self/status");
  EXPECT_EQ(symbols.name_of(0), "");
  EXPECT_EQ(symbols.name_of(1), "");
  EXPECT_FALSE(symbols.offset_of("no_such_function+1"));
  EXPECT_FALSE(symbols.offset_of("main"));
  EXPECT_FALSE(symbols.offset_of("main+"));
  EXPECT_FALSE(symbols.offset_of("main+fffffffff"));
  EXPECT_EQ(nothing.name_of(4096), "");
  EXPECT_EQ(text.name_of(4096), "");
}

} // namespace
} // namespace burler::harness

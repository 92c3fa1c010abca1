#include "harness/openmp_tool.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>

namespace burler::harness {
namespace {

std::string folder_with(const std::string& name, std::initializer_list<const char*> files) {
  const std::filesystem::path folder = std::filesystem::path(testing::TempDir()) / name;
  std::filesystem::remove_all(folder);
  std::filesystem::create_directories(folder);
  for (const char* file : files)
    std::ofstream(folder / file) << "x";
  return folder.string();
}

TEST(OpenmpTool, ArcherIsTakenFromBesideTheRuntime) {
  const std::string with = folder_with("with", {"libomp.so.9", "libarcher.so"});
  const OpenmpTool found = find_openmp_tool({{"libc.so.6", "libomp.so.9"}, {with}, {}}, nullptr);
  EXPECT_TRUE(found.needed);
  EXPECT_EQ(found.archer, std::filesystem::canonical(with + "/libarcher.so").string());
  EXPECT_EQ(found.trouble, "");
}

TEST(OpenmpTool, MissingArcherNamesThePackage) {
  const std::string without = folder_with("without", {"libomp.so.9"});
  const OpenmpTool found = find_openmp_tool({{"libomp.so.9"}, {without}, {}}, "", without);
  EXPECT_TRUE(found.archer.empty());
  EXPECT_NE(found.trouble.find("libomp-22-dev"), std::string::npos) << found.trouble;
}

TEST(OpenmpTool, AnotherReleasesArcherDoes) {
  const std::string root = folder_with("releases", {"libomp.so.9"});
  for (const char* release : {"llvm-9", "llvm-14", "llvm-22"})
    std::filesystem::create_directories(root + "/" + release + "/lib");
  for (const char* release : {"llvm-9", "llvm-14"})
    std::ofstream(root + "/" + release + "/lib/libarcher.so") << "x";
  EXPECT_EQ(find_openmp_tool({{"libomp.so.9"}, {}, {}}, nullptr, root).archer,
            root + "/llvm-14/lib/libarcher.so");
}

TEST(OpenmpTool, TheUsersToolStays) {
  const OpenmpTool found = find_openmp_tool({{"libomp.so.9"}, {}, {}}, "/mine.so");
  EXPECT_TRUE(found.needed && found.archer.empty() && found.trouble.empty());
}

TEST(OpenmpTool, OthersNeedNone) {
  EXPECT_FALSE(find_openmp_tool({{"libc.so.6", "libompress.so.1"}, {}, {}}, nullptr).needed);
  EXPECT_NE(find_openmp_tool({{"libgomp.so.1"}, {}, {}}, nullptr).trouble.find("libgomp"), std::string::npos);
}

TEST(ElfDynamic, ReadsThisProgramAndNothingElse) {
  const ElfDynamic self = read_elf_dynamic("/proc/self/exe");
  EXPECT_NE(std::find(self.needed.begin(), self.needed.end(), "libc.so.6"), self.needed.end());
  EXPECT_TRUE(read_elf_dynamic("/proc/self/maps").needed.empty());
  EXPECT_TRUE(read_elf_dynamic("/does/not/exist").needed.empty());
}

} // namespace
} // namespace burler::harness

#include "report/annotation_patch.h"
#include "report/unified_diff.h"

#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>

namespace burler::report {
namespace {

class AnnotationPatchTest : public ::testing::Test {
protected:
  void SetUp() override {
    root_ = std::filesystem::temp_directory_path() / ("annotation_patch_" + std::to_string(::getpid()));
    std::filesystem::create_directories(root_);
  }
  void TearDown() override { std::filesystem::remove_all(root_); }
  void write(const std::string& name, const std::string& text) { std::ofstream(root_ / name) << text; }
  AnnotationPatch patch(const std::vector<AttributeEdit>& edits) {
    return annotation_patch(edits, root_.string());
  }

  std::filesystem::path root_;
};

TEST_F(AnnotationPatchTest, UsesTheProjectsMacro) {
  write("macros.h", "#define MY_GUARDED_BY(x) __attribute__((guarded_by(x)))\n");
  write("a.h", "#include \"macros.h\"\nstruct A {\n  int x_[2][3] = {};\n  std::mutex mu_;\n};\n");
  const auto out = patch({{AttributeEdit::Kind::guarded_by, "a.h", 3, 7, "x_", "mu_"}});
  EXPECT_EQ(out.text,
            "--- a/a.h\n+++ b/a.h\n@@ -1,5 +1,5 @@\n #include \"macros.h\"\n struct A {\n"
            "-  int x_[2][3] = {};\n+  int x_[2][3] MY_GUARDED_BY(mu_) = {};\n   std::mutex mu_;\n };\n");
}

TEST_F(AnnotationPatchTest, BringsItsOwnMacrosAfterTheIncludes) {
  write("b.h",
        "#ifndef B_H\n#define B_H\n#include <mutex>\nstruct B {\n  void f() const { g(); }\n};\n#endif");
  const auto out = patch({{AttributeEdit::Kind::requires_lock, "b.h", 5, 8, "f", "mu_"}});
  EXPECT_EQ(out.written, 1u);
  EXPECT_NE(out.text.find(" #include <mutex>\n+#ifndef BURLER_GUARDED_BY\n"), std::string::npos);
  EXPECT_NE(out.text.find("+  void f() const BURLER_REQUIRES(mu_) { g(); }\n"), std::string::npos);
  EXPECT_NE(out.text.find("\n\\ No newline at end of file\n"), std::string::npos);
}

TEST_F(AnnotationPatchTest, LeavesWhatIsNotWrittenPlainly) {
  write("c.h", "FIELD(x_);\nint y_ : 3;\nauto f() -> int;\n");
  const auto out = patch({{AttributeEdit::Kind::guarded_by, "c.h", 1, 1, "x_", "mu_"},
                          {AttributeEdit::Kind::guarded_by, "c.h", 2, 5, "y_", "mu_"},
                          {AttributeEdit::Kind::requires_lock, "c.h", 3, 6, "f", "mu_"},
                          {AttributeEdit::Kind::guarded_by, "/usr/include/d.h", 3, 6, "f", "mu_"}});
  EXPECT_TRUE(out.text.empty());
  EXPECT_EQ(out.skipped.size(), 4u);
}

TEST(UnifiedDiff, TwoHunks) {
  std::vector<std::string> lines;
  for (int i = 1; i <= 20; ++i)
    lines.push_back(std::to_string(i));
  const std::string diff =
      unified_diff("n", lines, {{1, {{}, "two", true}}, {18, {{"new"}, "", false}}}, true);
  EXPECT_EQ(diff,
            "--- a/n\n+++ b/n\n@@ -1,5 +1,5 @@\n 1\n-2\n+two\n 3\n 4\n 5\n@@ -16,5 +16,6 @@\n 16\n 17\n 18\n"
            "+new\n 19\n 20\n");
}

} // namespace
} // namespace burler::report

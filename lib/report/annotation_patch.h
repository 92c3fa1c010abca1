// Attributes written into the source, as a unified diff for `patch -p1` and `git apply` in the root.
#pragma once

#include <string>
#include <vector>

namespace burler::report {

struct AttributeEdit {
  enum class Kind { guarded_by, pt_guarded_by, requires_lock } kind = Kind::guarded_by;
  std::string file; ///< relative to the root
  unsigned line = 0, column = 0;
  std::string name; ///< that stands there: a variable, or a function with its parameters
  std::string lock;
};

struct AnnotationPatch {
  std::string text; ///< empty when there is nothing to change
  std::size_t written = 0;
  std::vector<std::string> skipped; ///< one line each: what could not be edited and why
};

/// Macros that the file or what it includes below the root defines are used (GUARDED_BY, ABSL_GUARDED_BY,
/// TSA_GUARDED_BY, any name that ends so); a file without gets a block that defines BURLER_... ones: GCC does
/// not know the attributes and would warn. Reads each file once, and its includes.
AnnotationPatch annotation_patch(const std::vector<AttributeEdit>& edits, const std::string& root);

} // namespace burler::report

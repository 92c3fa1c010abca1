#include "base/source_place.h"

#include <filesystem>

namespace burler {

std::string report_path(const std::string& path, const std::string& root) {
  namespace fs = std::filesystem;
  const fs::path normal = fs::path(path).lexically_normal();
  if (root.empty() || !normal.is_absolute()) return normal.generic_string();
  const fs::path relative = normal.lexically_relative(fs::path(root).lexically_normal());
  if (relative.empty() || *relative.begin() == "..") return normal.generic_string();
  return relative.generic_string();
}

} // namespace burler

#include "harness/openmp_tool.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>

namespace burler::harness {
namespace {

namespace fs = std::filesystem;

constexpr const char* kArcher = "libarcher.so";

/// Archer lies beside the libomp that the loader takes, or with another release: the interface (OMPT) is one.
std::string archer_for(const std::string& library, std::vector<std::string> folders,
                       const std::string& installed) {
  folders.insert(folders.end(), {"/usr/local/lib", installed + "/x86_64-linux-gnu",
                                 installed + "/aarch64-linux-gnu", "/usr/lib64", installed});
  std::error_code failed;
  for (const std::string& folder : folders) {
    const fs::path real = fs::canonical(fs::path(folder) / library, failed);
    if (failed) continue;
    if (const fs::path tool = real.parent_path() / kArcher; fs::exists(tool, failed)) return tool.string();
    break;
  }
  int newest = 0;
  std::string found;
  for (const auto& entry : fs::directory_iterator(installed, failed)) {
    const std::string name = entry.path().filename().string();
    const int release = name.starts_with("llvm-") ? std::atoi(name.c_str() + 5) : 0;
    const fs::path tool = entry.path() / "lib" / kArcher;
    if (release <= newest || !fs::exists(tool, failed)) continue;
    newest = release;
    found = tool.string();
  }
  return found;
}

} // namespace

OpenmpTool find_openmp_tool(const ElfDynamic& program, const char* users_tools,
                            const std::string& installed) {
  OpenmpTool out;
  const auto uses = [&](const char* prefix) {
    return std::find_if(program.needed.begin(), program.needed.end(),
                        [&](const std::string& name) { return name.starts_with(prefix); });
  };
  const auto llvm = uses("libomp."), intel = uses("libiomp5.");
  if (uses("libgomp.") != program.needed.end()) {
    out.needed = true;
    out.trouble =
        "ThreadSanitizer cannot see the order that GCC's OpenMP runtime (libgomp) makes, so its races may be "
        "none; build with clang -fopenmp";
    return out;
  }
  if (llvm == program.needed.end() && intel == program.needed.end()) return out;
  out.needed = true;
  if (users_tools != nullptr && *users_tools != 0) return out;
  out.archer = archer_for(llvm != program.needed.end() ? *llvm : *intel, program.folders, installed);
  if (out.archer.empty())
    out.trouble =
        "without libarcher.so ThreadSanitizer cannot see the order that the OpenMP runtime makes, so its "
        "races "
        "may be none; on Debian it comes with the package libomp-22-dev, or name it in OMP_TOOL_LIBRARIES";
  return out;
}

} // namespace burler::harness

// A compile command and how it is made fit for analysis.
#pragma once

#include <string>
#include <vector>

namespace burler::extract {

struct Command {
  std::string directory;              ///< absolute
  std::string file;                   ///< absolute
  std::vector<std::string> arguments; ///< the compiler first, the file among them
};

struct AdjustOptions {
  std::string clang_path;
  std::string cuda_stubs;
  std::string cuda_path;
};

/// The command line Clang is run with: outputs, dependency files and precompiled headers dropped, response
/// files read, flags that only gcc or nvcc know dropped or translated. One line per dropped flag goes to
/// `notes`.
std::vector<std::string> adjusted(const Command& command, const AdjustOptions& options,
                                  std::vector<std::string>& notes);

bool is_cuda(const Command& command);

} // namespace burler::extract

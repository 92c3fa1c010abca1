// What a compiler command line asks for, read just far enough to know which flags to add.
#pragma once

#include <string>
#include <vector>

namespace burler::compile {

enum class Action {
  query,       ///< --version, -print-..., -###, no inputs: nothing is produced, pass through
  preprocess,  ///< -E, -M, -MM
  compile,     ///< -c, -S, -fsyntax-only, precompiled headers
  link,        ///< makes an executable (from objects, sources or both)
  link_shared, ///< -shared
  link_plain,  ///< -r, -nostdlib, -nodefaultlibs: no engine can be added
};

struct CommandLine {
  Action action = Action::query;
  std::vector<std::string> sources; ///< inputs that must be compiled (also with -c)
  bool has_engine = false;          ///< an engine archive is already on the line (a CMake target brought it)
  std::vector<std::string> link_values; ///< what -Wl,... and -l... said; only for tests and diagnostics
};

/// Reads `arguments` (without the program name). Response files (@file) are read too, one level of nesting
/// deep as compilers write them; an unreadable one counts as an input.
CommandLine read_command_line(const std::vector<std::string>& arguments);

/// Splits a response file's text as GCC and Clang do: blanks separate, quotes and backslash protect.
std::vector<std::string> split_response(const std::string& text);

} // namespace burler::compile

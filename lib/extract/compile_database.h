// compile_commands.json (Clang's JSON Compilation Database format) and which of its entries the user asked
// for.
#pragma once

#include "base/result.h"
#include "extract/command.h"
#include "finding/report.h"

#include <string>
#include <vector>

namespace burler::extract {

struct Selection {
  std::vector<Command> commands;    ///< in database order, every source once
  std::vector<Undecided> undecided; ///< what was asked for and cannot be analysed
  std::string database;             ///< the file used, empty for single files
};

/// `folder` may also be the file itself. Errors: missing, not JSON, empty.
Result<std::vector<Command>> read_database(const std::string& folder);

/// The nearest compile_commands.json: in `from` or its build folders, then the same in its parents; or empty.
std::string find_database(const std::string& from);

/// Files, folders and globs (`src/*.cpp`, a star also crosses slashes) choose from the commands; none = all.
/// What matches no entry becomes undecided.
Selection select(const std::vector<Command>& all, const std::vector<std::string>& patterns,
                 const std::string& directory);

/// Commands for files given on the command line with the flags after `--`.
Selection single_files(const std::vector<std::string>& files, const std::vector<std::string>& flags,
                       const std::string& directory);

} // namespace burler::extract

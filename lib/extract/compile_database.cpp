#include "extract/compile_database.h"

#include "clang/Tooling/JSONCompilationDatabase.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fnmatch.h>
#include <glob.h>
#include <set>

namespace burler::extract {

namespace fs = std::filesystem;

namespace {

std::string absolute(const std::string& path, const std::string& directory) {
  return (fs::path(path).is_absolute() ? fs::path(path) : fs::path(directory) / path)
      .lexically_normal()
      .string();
}

bool is_glob(const std::string& pattern) { return pattern.find_first_of("*?[") != std::string::npos; }

bool matches(const std::string& file, const std::string& pattern) {
  if (is_glob(pattern)) return fnmatch(pattern.c_str(), file.c_str(), 0) == 0;
  if (file == pattern) return true;
  const std::string folder = pattern.ends_with('/') ? pattern : pattern + "/";
  return file.starts_with(folder);
}

bool is_c_source(const std::string& file) { return file.ends_with(".c"); }

} // namespace

Result<std::vector<Command>> read_database(const std::string& folder) {
  std::string path = folder;
  std::error_code ignored;
  if (fs::is_directory(path, ignored)) path = (fs::path(path) / "compile_commands.json").string();
  if (!fs::exists(path, ignored))
    return Error{"no compile database at " + path, "configure with cmake -DCMAKE_EXPORT_COMPILE_COMMANDS=ON, "
                                                   "or lint single files with: burler lint FILE -- FLAGS"};
  std::string problem;
  const auto database = clang::tooling::JSONCompilationDatabase::loadFromFile(
      path, problem, clang::tooling::JSONCommandLineSyntax::AutoDetect);
  if (database == nullptr) {
    std::replace(problem.begin(), problem.end(), '\n', ' ');
    return Error{"cannot read " + path + ": " + problem, "regenerate the compile database"};
  }
  std::vector<Command> commands;
  std::set<std::string> seen;
  for (const auto& entry : database->getAllCompileCommands()) {
    Command command;
    command.directory = absolute(entry.Directory, fs::path(fs::absolute(path)).parent_path().string());
    command.file = absolute(entry.Filename, command.directory);
    command.arguments = entry.CommandLine;
    if (seen.insert(command.file).second) commands.push_back(std::move(command));
  }
  if (commands.empty())
    return Error{path + " has no entries", "build the project once so that the database is filled"};
  return commands;
}

std::string find_database(const std::string& from) {
  static constexpr std::array folders{
      "", "build", "build-release", "build-debug", "out", "cmake-build-debug", "cmake-build-release"};
  std::error_code ignored;
  for (fs::path folder = from; !folder.empty(); folder = folder.parent_path()) {
    for (const char* sub : folders) {
      const fs::path candidate = folder / sub / "compile_commands.json";
      if (fs::exists(candidate, ignored)) return candidate.lexically_normal().string();
    }
    if (folder == folder.root_path()) break;
  }
  return {};
}

Selection select(const std::vector<Command>& all, const std::vector<std::string>& patterns,
                 const std::string& directory) {
  Selection selection;
  if (patterns.empty()) {
    selection.commands = all;
    return selection;
  }
  std::vector<bool> chosen(all.size());
  for (const std::string& given : patterns) {
    const std::string pattern = absolute(given, directory);
    bool any = false;
    for (std::size_t i = 0; i < all.size(); ++i) {
      if (!matches(all[i].file, pattern)) continue;
      any = true;
      chosen[i] = true;
    }
    if (!any)
      selection.undecided.push_back(
          {given,
           "matches no entry of the compile database; give its flags after --, or add it to the build"});
  }
  for (std::size_t i = 0; i < all.size(); ++i)
    if (chosen[i]) selection.commands.push_back(all[i]);
  return selection;
}

Selection single_files(const std::vector<std::string>& files, const std::vector<std::string>& flags,
                       const std::string& directory) {
  Selection selection;
  std::vector<std::string> expanded;
  for (const std::string& file : files) {
    if (!is_glob(file) || fs::exists(file)) {
      expanded.push_back(file);
      continue;
    }
    glob_t found{};
    if (glob(file.c_str(), 0, nullptr, &found) == 0)
      for (std::size_t i = 0; i < found.gl_pathc; ++i)
        expanded.emplace_back(found.gl_pathv[i]);
    else
      selection.undecided.push_back({file, "the pattern matches no file"});
    globfree(&found);
  }
  for (const std::string& file : expanded) {
    Command command;
    command.directory = directory;
    command.file = absolute(file, directory);
    if (!fs::exists(command.file)) {
      selection.undecided.push_back({file, "no such file; check the path"});
      continue;
    }
    if (fs::is_directory(command.file)) {
      selection.undecided.push_back({file, "is a folder; folders need a compile database (-p DIR)"});
      continue;
    }
    command.arguments = {is_c_source(file) ? "cc" : "c++"};
    const bool standard = std::any_of(flags.begin(), flags.end(),
                                      [](const std::string& flag) { return flag.starts_with("-std="); });
    for (const std::string& flag : flags) // one set of flags may serve C and C++ files
      if (!is_c_source(file) || !(flag.starts_with("-std=c++") || flag.starts_with("-std=gnu++")))
        command.arguments.push_back(flag);
    if (!standard && !is_c_source(file)) command.arguments.emplace_back("-std=c++20");
    command.arguments.push_back(command.file);
    selection.commands.push_back(std::move(command));
  }
  return selection;
}

} // namespace burler::extract

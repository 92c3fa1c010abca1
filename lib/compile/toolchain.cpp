#include "compile/toolchain.h"

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <sstream>

#include <unistd.h>

namespace burler::compile {

namespace fs = std::filesystem;

namespace {

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

bool executable(const fs::path& path) {
  std::error_code failed;
  return fs::is_regular_file(path, failed) && access(path.c_str(), X_OK) == 0;
}

/// Names say it for nearly all compilers; "cc" and "c++" are asked.
Family family_of(const std::string& compiler) {
  const std::string name = fs::path(compiler).filename().string();
  if (name.find("clang") != std::string::npos) return Family::clang;
  if (name.find("g++") != std::string::npos || name.find("gcc") != std::string::npos) return Family::gcc;
  std::string answer;
  if (FILE* pipe = popen(("'" + compiler + "' --version 2>/dev/null").c_str(), "r")) {
    std::array<char, 256> buffer{};
    while (std::fgets(buffer.data(), buffer.size(), pipe) != nullptr)
      answer += buffer.data();
    pclose(pipe);
  }
  return answer.find("clang") != std::string::npos ? Family::clang : Family::gcc;
}

Result<Engine> parse_engine(const std::string& name) {
  if (name.empty() || name == "explore") return Engine::explore;
  if (name == "tsan") return Engine::tsan;
  if (name == "none") return Engine::none;
  return Error{"unknown engine '" + name + "'", "use explore, tsan or none"};
}

} // namespace

std::string find_program(const std::string& name) {
  if (name.find('/') != std::string::npos) return executable(name) ? name : "";
  std::istringstream path(environment("PATH"));
  for (std::string folder; std::getline(path, folder, ':');) {
    const fs::path candidate = fs::path(folder.empty() ? "." : folder) / name;
    if (executable(candidate)) return candidate.string();
  }
  return "";
}

std::string own_directory() {
  std::error_code failed;
  const fs::path self = fs::read_symlink("/proc/self/exe", failed);
  return failed ? "." : self.parent_path().string();
}

Result<Toolchain> find_toolchain(bool cplusplus, std::vector<std::string>& arguments) {
  Toolchain toolchain;
  toolchain.cplusplus = cplusplus;
  std::string engine = environment("BURLER_ENGINE");
  constexpr std::string_view flag = "--burler-engine=";
  std::erase_if(arguments, [&](const std::string& word) {
    if (!word.starts_with(flag)) return false;
    engine = word.substr(flag.size());
    return true;
  });
  auto parsed = parse_engine(engine);
  if (!parsed) return parsed.error();
  toolchain.engine = *parsed;

  const char* variable = cplusplus ? "BURLER_CXX" : "BURLER_CC";
  const std::string wanted = environment(variable);
  const std::vector<std::string> defaults = cplusplus
                                                ? std::vector<std::string>{"clang++-22", "clang++", "g++"}
                                                : std::vector<std::string>{"clang-22", "clang", "gcc"};
  for (const std::string& name : wanted.empty() ? defaults : std::vector<std::string>{wanted}) {
    toolchain.compiler = find_program(name);
    if (!toolchain.compiler.empty()) break;
  }
  if (toolchain.compiler.empty())
    return Error{wanted.empty() ? "no compiler found on PATH"
                                : std::string(variable) + "=" + wanted + ": no such compiler",
                 std::string("set ") + variable + " to a clang or gcc"};
  toolchain.family = family_of(toolchain.compiler);

  toolchain.library_dir = environment("BURLER_LIB_DIR");
  if (toolchain.library_dir.empty()) toolchain.library_dir = fs::path(own_directory()).parent_path() / "lib";
  return toolchain;
}

} // namespace burler::compile

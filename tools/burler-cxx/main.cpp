// burler-cxx and burler-cc: the compiler, with instrumentation and engine added. One program, two names.
#include "base/exit_code.h"
#include "compile/toolchain.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <string>
#include <vector>

#include <sys/wait.h>
#include <unistd.h>

namespace {

using burler::compile::Command;

[[noreturn]] void execute(const Command& command) {
  std::vector<char*> words;
  for (const std::string& word : command)
    words.push_back(const_cast<char*>(word.c_str()));
  words.push_back(nullptr);
  execv(words[0], words.data());
  std::fprintf(stderr, "burler-cxx: cannot run %s: %s\n", words[0], std::strerror(errno));
  _exit(127);
}

int run(const Command& command) {
  const pid_t child = fork();
  if (child < 0) return 127;
  if (child == 0) execute(command);
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

int usage(const char* name) {
  std::printf("usage: %s COMPILER ARGUMENTS...\n"
              "Compiles like the underlying compiler, adds -fsanitize=thread, and links Burler's engine.\n"
              "  --burler-engine=explore|tsan|none   engine to link (default: BURLER_ENGINE, else explore)\n"
              "  BURLER_CXX, BURLER_CC               underlying compiler (default clang++-22, clang++, g++)\n"
              "  BURLER_LIB_DIR                      where libburler_explore.a and libburler_tsan.a are\n"
              "In CMake: cmake -DCMAKE_CXX_COMPILER=%s ...\n",
              name, name);
  return 0;
}

} // namespace

int main(int argc, char** argv) {
  const std::string name = std::filesystem::path(argv[0]).filename().string();
  const bool cplusplus = !name.ends_with("-cc");
  std::vector<std::string> arguments(argv + 1, argv + argc);
  if (arguments == std::vector<std::string>{"--burler-help"}) return usage(name.c_str());
  auto toolchain = burler::compile::find_toolchain(cplusplus, arguments);
  const std::string scratch =
      (std::filesystem::temp_directory_path() / ("burler-" + std::to_string(getpid()) + "-")).string();
  auto plan = toolchain ? burler::compile::plan_build(arguments, *toolchain, scratch)
                        : burler::Result<burler::compile::BuildPlan>(toolchain.error());
  if (!plan) {
    std::fprintf(stderr, "%s: error: %s\n", name.c_str(), plan.error().text().c_str());
    return burler::to_int(burler::ExitCode::usage);
  }
  if (plan->commands.size() == 1) execute(plan->commands.front());
  int status = 0;
  for (const Command& command : plan->commands)
    if (status = run(command); status != 0) break;
  for (const std::string& file : plan->temporary)
    std::filesystem::remove(file);
  return status;
}

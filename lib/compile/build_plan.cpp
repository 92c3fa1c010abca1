#include "compile/build_plan.h"

#include <algorithm>
#include <filesystem>

namespace burler::compile {

namespace {

// -g before the user's flags, so that the user's own -g level wins; the rest after, so that ours does.
const std::vector<std::string> kBefore = {"-g", "-fno-omit-frame-pointer"};

void append(std::vector<std::string>& to, const std::vector<std::string>& from) {
  to.insert(to.end(), from.begin(), from.end());
}

/// The compiler, what the engines need of it, and where burler/check.h is.
Command beginning(const Toolchain& toolchain) {
  Command command = {toolchain.compiler};
  append(command, kBefore);
  append(command, {"-isystem", toolchain.library_dir + "/../include"});
  return command;
}

Command instrumenting(const std::vector<std::string>& arguments, const Toolchain& toolchain) {
  Command command = beginning(toolchain);
  append(command, arguments);
  command.push_back("-fsanitize=thread");
  return command;
}

std::vector<std::string> without_sanitize(const std::vector<std::string>& arguments) {
  std::vector<std::string> kept;
  std::copy_if(arguments.begin(), arguments.end(), std::back_inserter(kept),
               [](const std::string& word) { return word != "-fsanitize=thread"; });
  return kept;
}

/// The arguments with each source replaced by its own object.
BuildPlan split_gcc_link(const std::vector<std::string>& arguments, const CommandLine& line,
                         const Toolchain& toolchain, const std::string& scratch) {
  BuildPlan plan;
  Command link = {toolchain.compiler};
  std::size_t number = 0;
  bool skip_value = false;
  std::vector<std::string> flags; // what each compile gets: everything that is no input and no output
  for (const std::string& word : arguments) {
    const bool is_source = std::find(line.sources.begin(), line.sources.end(), word) != line.sources.end();
    if (!skip_value && word == "-o")
      skip_value = true;
    else if (skip_value)
      skip_value = false;
    else if (!is_source && (word[0] == '-' || !std::filesystem::exists(word)))
      flags.push_back(word);
  }
  for (const std::string& word : arguments) {
    if (std::find(line.sources.begin(), line.sources.end(), word) == line.sources.end()) {
      if (word != "-fsanitize=thread" && word != "-x" && word != "c" && word != "c++") link.push_back(word);
      continue;
    }
    const std::string object = scratch + std::to_string(number++) + ".o";
    Command compile = instrumenting(flags, toolchain);
    append(compile, {"-c", word, "-o", object});
    plan.commands.push_back(compile);
    plan.temporary.push_back(object);
    link.push_back(object);
  }
  append(link, engine_arguments(toolchain));
  plan.commands.push_back(link);
  return plan;
}

Command linking(const std::vector<std::string>& arguments, const CommandLine& line,
                const Toolchain& toolchain) {
  const bool clang = toolchain.family == Family::clang;
  Command command = beginning(toolchain);
  const bool real_tsan = toolchain.engine == Engine::tsan;
  append(command, clang || real_tsan ? arguments : without_sanitize(arguments));
  if (clang || real_tsan) command.push_back("-fsanitize=thread");
  // The flag that keeps -fsanitize=thread for the sources on this line but leaves its runtime out.
  if (clang && !real_tsan) command.push_back("-fno-sanitize-link-runtime");
  if (line.action == Action::link_shared) {
    // The engine lives in the executable, once; a shared object takes it from there at load time.
    command.push_back("-Wl,-z,undefs");
  } else if (line.action == Action::link && !line.has_engine) {
    append(command, engine_arguments(toolchain));
  }
  return command;
}

/// Calls that only the linker can lead to the explore engine: gcc leaves those to memcpy and the like plain,
/// and libc++'s compiled part is not instrumented (lib/runtime/tsan_accesses.cpp, libcxx.cpp).
std::vector<std::string> front_arguments() {
  std::vector<std::string> arguments;
  for (const char* name : {"memcpy", "memmove", "memset", "_ZNSt3__119__shared_weak_count14__release_weakEv"})
    arguments.push_back(std::string("-Wl,--wrap=") + name);
  return arguments;
}

/// The atomic operations that get noise; lib/tsan/noise.cpp has the thunks.
std::vector<std::string> noise_arguments() {
  std::vector<std::string> arguments;
  for (const char* size : {"8", "16", "32", "64"})
    for (const char* operation : {"load", "store", "exchange", "fetch_add", "fetch_sub",
                                  "compare_exchange_strong", "compare_exchange_weak", "compare_exchange_val"})
      arguments.push_back(std::string("-Wl,--wrap=__tsan_atomic") + size + "_" + operation);
  return arguments;
}

} // namespace

std::vector<std::string> engine_arguments(const Toolchain& toolchain) {
  if (toolchain.engine == Engine::none) return {};
  const bool explore = toolchain.engine == Engine::explore;
  const std::string archive =
      toolchain.library_dir + (explore ? "/libburler_explore.a" : "/libburler_tsan.a");
  std::vector<std::string> arguments = {"-Wl,--whole-archive", archive, "-Wl,--no-whole-archive"};
  // Shared objects and plug-ins of the program find the engine's hooks and the interposed calls here.
  for (const char* pattern : {"__tsan_*", "pthread_*", "sem_*", "syscall"})
    arguments.push_back(std::string("-Wl,--export-dynamic-symbol=") + pattern);
  if (explore)
    append(arguments, front_arguments());
  else
    append(arguments, noise_arguments());
  append(arguments, {"-lstdc++", "-lm", "-lpthread", "-ldl"});
  return arguments;
}

Result<BuildPlan> plan_build(const std::vector<std::string>& arguments, const Toolchain& toolchain,
                             const std::string& scratch) {
  const CommandLine line = read_command_line(arguments);
  BuildPlan plan;
  switch (line.action) {
  case Action::query: {
    Command command = {toolchain.compiler};
    append(command, arguments);
    plan.commands.push_back(command);
    return plan;
  }
  case Action::preprocess:
  case Action::compile:
  case Action::link_plain:
    plan.commands.push_back(instrumenting(arguments, toolchain));
    if (line.action == Action::link_plain && toolchain.family == Family::clang)
      plan.commands.back().push_back("-fno-sanitize-link-runtime");
    return plan;
  case Action::link:
  case Action::link_shared:
    break;
  }
  const std::string archive =
      toolchain.library_dir +
      (toolchain.engine == Engine::tsan ? "/libburler_tsan.a" : "/libburler_explore.a");
  if (line.action == Action::link && toolchain.engine != Engine::none && !std::filesystem::exists(archive))
    return Error{"engine library not found: " + archive, "set BURLER_LIB_DIR to the directory that has it"};
  if (toolchain.family == Family::gcc && toolchain.engine != Engine::tsan && !line.sources.empty() &&
      line.action == Action::link) {
    plan = split_gcc_link(arguments, line, toolchain, scratch);
    return plan;
  }
  plan.commands.push_back(linking(arguments, line, toolchain));
  return plan;
}

} // namespace burler::compile

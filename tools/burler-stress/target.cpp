#include "commands.h"

#include "compile/toolchain.h"
#include "harness/elf_image.h"

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <unistd.h>

namespace burler::tool {
namespace {

std::atomic<bool> stop{false};

extern "C" void on_interrupt(int number) {
  if (stop.exchange(true)) ::_exit(128 + number);
}

} // namespace

const std::atomic<bool>& interrupted() { return stop; }

void catch_interrupts() {
  for (const int number : {SIGINT, SIGTERM, SIGHUP}) {
    struct sigaction action{};
    action.sa_handler = on_interrupt;
    ::sigaction(number, &action, nullptr);
  }
}

Result<harness::Target> make_target(const std::vector<std::string>& words) {
  harness::Target target;
  const std::string& name = words.front();
  std::string found = name.find('/') == std::string::npos ? compile::find_program(name) : name;
  if (found.empty() && std::filesystem::exists(name))
    found = name; // "test" in this folder, as people type it
  if (found.empty()) return Error{name + ": no such program", "give its path, for example ./" + name};
  std::error_code failed;
  target.program = std::filesystem::absolute(found, failed).lexically_normal().string();
  target.arguments.assign(words.begin() + 1, words.end());
  target.directory = std::filesystem::current_path(failed).string();
  auto image = harness::read_elf_image(target.program);
  if (!image) return image.error();
  target.build_id = image->build_id;
  return target;
}

Status preload_runtime(harness::Target& target) {
  const auto image = harness::read_elf_image(target.program);
  if (!image) return image.error();
  using harness::LinkedEngine;
  if (!image->is_elf)
    return Error{target.program + ": a script or another kind of file, which LD_PRELOAD does not reach",
                 "name the program itself, or the interpreter and the script as its argument"};
  if (!image->loaded)
    return Error{target.program +
                     ": statically linked or built for another machine, LD_PRELOAD does not reach it",
                 "link it dynamically"};
  if (image->privileged)
    return Error{target.program + ": runs as another user or group, so the loader ignores LD_PRELOAD",
                 "copy it without that permission bit"};
  if (image->engine == LinkedEngine::explore)
    return Error{target.program + ": linked with engine explore already", "say --engine explore"};
  if (image->engine != LinkedEngine::none)
    return Error{target.program + ": built with ThreadSanitizer, whose interceptors stand in the way",
                 "build it without -fsanitize=thread"};
  const char* folder = std::getenv("BURLER_LIB_DIR");
  const std::filesystem::path library =
      (folder != nullptr ? std::filesystem::path(folder)
                         : std::filesystem::path(compile::own_directory()).parent_path() / "lib") /
      "libburler_preload.so";
  if (!std::filesystem::exists(library))
    return Error{"engine library not found: " + library.string(),
                 "set BURLER_LIB_DIR to the directory that has it"};
  target.preload = std::filesystem::absolute(library).lexically_normal().string();
  return {};
}

} // namespace burler::tool

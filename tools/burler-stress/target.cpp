#include "commands.h"

#include "compile/toolchain.h"
#include "harness/elf_image.h"

#include <csignal>
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

} // namespace burler::tool

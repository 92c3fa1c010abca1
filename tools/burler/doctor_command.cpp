#include "verbs.h"

#include "base/exit_code.h"

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <memory>

namespace burler::tool {
namespace {

/// First line a shell command prints, empty when it fails.
std::string first_line(const std::string& command) {
  const std::unique_ptr<FILE, int (*)(FILE*)> pipe(::popen((command + " 2>/dev/null").c_str(), "r"),
                                                   ::pclose);
  if (!pipe) return {};
  std::array<char, 512> buffer{};
  if (!std::fgets(buffer.data(), buffer.size(), pipe.get())) return {};
  std::string line = buffer.data();
  while (!line.empty() && (line.back() == '\n' || line.back() == '\r'))
    line.pop_back();
  return line;
}

struct Check {
  std::string name;
  std::string found;  ///< empty = missing
  std::string remedy; ///< what to do when missing
  bool needed = true; ///< an engine does not work without it
};

std::string file_if_exists(const std::string& path) {
  std::error_code error;
  return !path.empty() && std::filesystem::exists(path, error) ? path : "";
}

std::string beside(const char* program) {
  std::error_code error;
  const auto self = std::filesystem::read_symlink("/proc/self/exe", error);
  return error ? "" : file_if_exists((self.parent_path() / program).string());
}

std::vector<Check> checks() {
  const std::string runtime = first_line("clang++-22 -print-file-name=libclang_rt.tsan-x86_64.a");
  const std::string runtime_alone = first_line("clang++-22 -print-file-name=libclang_rt.tsan.a");
  const std::string tsan = file_if_exists(runtime).empty() ? file_if_exists(runtime_alone) : runtime;
  return {
      {"burler-lint", beside("burler-lint"), "build with -DBURLER_LINT=ON (needs libclang-22-dev)", true},
      {"burler-stress", beside("burler-stress"), "build or install the whole project", true},
      {"burler-cuda", beside("burler-cuda"), "build or install the whole project", true},
      {"C++ compiler (clang)", first_line("clang++-22 --version"), "apt-get install clang-22", true},
      {"C++ compiler (gcc)", first_line("g++ --version"), "apt-get install g++ (optional second compiler)",
       false},
      {"ThreadSanitizer runtime", tsan, "apt-get install libclang-rt-22-dev (for --engine tsan)", true},
      {"symbolizer", first_line("command -v llvm-symbolizer-22 || command -v llvm-symbolizer"),
       "apt-get install llvm-22 (source lines in dynamic findings)", true},
      {"CUDA toolkit (nvcc)",
       first_line("nvcc --version | grep release || /usr/local/cuda/bin/nvcc --version | grep release"),
       "not needed: burler cuda runs on the host", false},
      {"GPU", first_line("nvidia-smi -L"), "not needed: burler cuda runs on the host", false},
  };
}

} // namespace

int doctor_command(const std::vector<std::string>& words) {
  if (!words.empty()) {
    const bool help = words.size() == 1 && (words[0] == "--help" || words[0] == "-h");
    (help ? std::cout : std::cerr)
        << "Usage: burler doctor\nSays what is installed, what is missing and how to get it.\n";
    return to_int(help ? ExitCode::clean : ExitCode::usage);
  }
  bool complete = true;
  for (const Check& check : checks()) {
    const bool found = !check.found.empty();
    complete = complete && (found || !check.needed);
    std::cout << (found          ? "ok       "
                  : check.needed ? "MISSING  "
                                 : "-        ")
              << check.name << ": " << (found ? check.found : check.remedy) << "\n";
  }
  std::ifstream bits_file("/proc/sys/vm/mmap_rnd_bits");
  if (int bits = 0; bits_file >> bits)
    std::cout << (bits > 30 ? "note     " : "ok       ") << "vm.mmap_rnd_bits = " << bits
              << (bits > 30 ? ": ThreadSanitizer restarts programs without address randomisation" : "")
              << "\n";
  std::cout << (complete ? "all three engines can work\n" : "something needed is missing\n");
  return to_int(complete ? ExitCode::clean : ExitCode::undecided);
}

} // namespace burler::tool

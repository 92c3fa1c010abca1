#include "doctor_checks.h"

#include "compile/toolchain.h"

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <thread>

namespace burler::tool {
namespace {

namespace fs = std::filesystem;

/// First line a shell command prints, empty when there is none. `command` is ours; foreign words are quoted.
std::string first_line(const std::string& command) {
  const std::unique_ptr<FILE, int (*)(FILE*)> pipe(
      ::popen(("(" + command + ") 2>/dev/null </dev/null").c_str(), "r"), ::pclose);
  if (!pipe) return {};
  std::array<char, 512> buffer{};
  if (!std::fgets(buffer.data(), buffer.size(), pipe.get())) return {};
  std::string line = buffer.data();
  while (!line.empty() && (line.back() == '\n' || line.back() == '\r'))
    line.pop_back();
  return line;
}

std::string quoted(const std::string& word) {
  std::string out = "'";
  for (const char c : word)
    out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

std::string existing(const fs::path& path) {
  std::error_code error;
  return !path.empty() && fs::exists(path, error) ? path.string() : "";
}

std::string program(const std::string& name) {
  const std::string own = existing(fs::path(compile::own_directory()) / name);
  return own.empty() ? compile::find_program(name) : own;
}

std::string first_program(const std::vector<std::string>& names) {
  for (const std::string& name : names)
    if (std::string path = compile::find_program(name); !path.empty()) return path;
  return {};
}

std::string version_of(const std::string& path) {
  if (path.empty()) return {};
  const std::string line = first_line(quoted(path) + " --version");
  return line.empty() ? path : line + " (" + path + ")";
}

/// A file the compiler knows by name; compilers answer an unknown name with the name itself.
std::string compiler_file(const std::string& compiler, const std::string& name) {
  if (compiler.empty()) return {};
  const std::string answer = first_line(quoted(compiler) + " -print-file-name=" + name);
  return answer.find('/') == std::string::npos ? "" : existing(answer);
}

std::string clang_headers(const std::string& clang) {
  if (clang.empty()) return {};
  const std::string folder = first_line(quoted(clang) + " -print-resource-dir");
  return existing(fs::path(folder) / "include" / "stddef.h").empty() ? "" : folder;
}

std::string thread_sanitizer(const std::string& clang, const std::string& gcc) {
  for (const char* name : {"libclang_rt.tsan-x86_64.a", "libclang_rt.tsan.a"})
    if (std::string path = compiler_file(clang, name); !path.empty()) return path;
  return compiler_file(gcc, "libtsan.a").empty() ? compiler_file(gcc, "libtsan.so")
                                                 : compiler_file(gcc, "libtsan.a");
}

/// Archives of the engines: beside the build's or the installation's bin.
std::string engine_library(const std::string& name) {
  const char* folder = std::getenv("BURLER_LIB_DIR");
  const fs::path base = folder ? fs::path(folder) : fs::path(compile::own_directory()) / ".." / "lib";
  const std::string found = existing(base / name);
  return found.empty() ? "" : fs::weakly_canonical(found).string();
}

Check kernel_randomness() {
  std::ifstream file("/proc/sys/vm/mmap_rnd_bits");
  int bits = 0;
  const bool known = static_cast<bool>(file >> bits);
  return {"address randomisation", Need::note, "stress", known ? std::to_string(bits) + " bits" : "unknown",
          bits > 30 ? "ThreadSanitizer restarts programs without it; sysctl vm.mmap_rnd_bits=28 avoids that"
                    : ""};
}

std::string toolkit() {
  const std::string nvcc = first_program({"nvcc", "/usr/local/cuda/bin/nvcc"});
  if (nvcc.empty()) return {};
  const std::string release = first_line(quoted(nvcc) + " --version | grep release");
  return release + " (" + nvcc + ")";
}

} // namespace

std::vector<Check> run_checks() {
  const std::string rebuild = "build or install the whole project";
  const std::string clang =
      first_program({"clang++-22", "clang++-21", "clang++-20", "clang++-19", "clang++"});
  const std::string gcc = first_program({"g++"});
  return {
      {"burler-lint", Need::engine, "lint", program("burler-lint"),
       "build with -DBURLER_LINT=ON (needs libclang-22-dev)"},
      {"clang's own headers", Need::engine, "lint", clang_headers(clang), "apt-get install clang-22"},
      {"burler-stress", Need::engine, "stress", program("burler-stress"), rebuild},
      {"burler-cxx", Need::engine, "stress", program("burler-cxx"), rebuild},
      {"explore runtime", Need::engine, "stress", engine_library("libburler_explore.a"), rebuild},
      {"burler-cuda", Need::engine, "cuda", program("burler-cuda"), rebuild},
      {"CUDA host engine", Need::engine, "cuda", engine_library("burler-cudahost/libburler_cudahost.a"),
       rebuild},
      {"C++ compiler", Need::engine, "stress, cuda", version_of(clang.empty() ? gcc : clang),
       "apt-get install clang-22"},
      {"symbolizer", Need::engine, "stress, cuda",
       first_program({"llvm-symbolizer-22", "llvm-symbolizer", "/usr/lib/llvm-22/bin/llvm-symbolizer"}),
       "apt-get install llvm-22 (source lines in dynamic findings)"},
      {"ThreadSanitizer runtime", Need::optional, "stress --engine tsan", thread_sanitizer(clang, gcc),
       "apt-get install libclang-rt-22-dev"},
      {"library of engine tsan", Need::optional, "stress --engine tsan", engine_library("libburler_tsan.a"),
       rebuild},
      {"second compiler (gcc)", Need::optional, "stress", version_of(gcc), "apt-get install g++"},
      {"CUDA toolkit", Need::optional, "cuda --engine native", toolkit(),
       "not needed: kernels run on the host"},
      {"GPU", Need::optional, "cuda --engine native", first_line("nvidia-smi -L"),
       "not needed: kernels run on the host"},
      kernel_randomness(),
      {"processors", Need::note, "all", std::to_string(std::thread::hardware_concurrency()), ""},
  };
}

} // namespace burler::tool

#include "cudahost/driver/build.h"

#include "cudahost/driver/process.h"
#include "cudahost/rewrite/rewrite.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <future>
#include <sstream>

namespace burler::cudahost {

namespace {

namespace fs = std::filesystem;
using Words = std::vector<std::string>;

bool link_flag(const std::string& flag) {
  static const Words ends{".o", ".a", ".so"};
  if (flag.starts_with("-l") || flag.starts_with("-L") || flag.starts_with("-Wl,")) return true;
  return !flag.starts_with("-") &&
         std::any_of(ends.begin(), ends.end(), [&](const std::string& e) { return flag.ends_with(e); });
}

/// nvcc's own flags mean nothing to a host compiler.
Words host_flags(const Words& flags) {
  static const Words with_value{"-arch",    "-gencode",           "-code", "-Xcompiler", "-Xptxas",
                                "-Xlinker", "--compiler-options", "-t",    "--threads",  "-ccbin",
                                "-rdc"};
  static const Words alone{
      "--use_fast_math",        "-use_fast_math",    "-lineinfo",        "-G", "--expt-relaxed-constexpr",
      "--expt-extended-lambda", "--extended-lambda", "-extended-lambda", "-dc"};
  Words out;
  for (std::size_t i = 0; i < flags.size(); i++) {
    const std::string& f = flags[i];
    if (std::find(with_value.begin(), with_value.end(), f) != with_value.end())
      i++;
    else if (std::find(alone.begin(), alone.end(), f) != alone.end())
      continue;
    else if (f.starts_with("-arch=") || f.starts_with("--gpu-") || f.starts_with("-gencode=") ||
             f.starts_with("-O") || f.starts_with("-rdc="))
      continue;
    else
      out.push_back(f);
  }
  return out;
}

bool is_gcc(const std::string& compiler) {
  return fs::path(compiler).filename().string().find("clang") == std::string::npos;
}

struct Unit {
  std::string source, preprocessed, rewritten, object;
};

class Builder {
public:
  explicit Builder(const BuildRequest& request) : request_(request), flags_(host_flags(request.flags)) {
    compiler_ = request.compiler.empty() ? "clang++-22" : request.compiler;
    gcc_ = is_gcc(compiler_);
    const bool chosen = std::any_of(flags_.begin(), flags_.end(),
                                    [](const std::string& f) { return f.starts_with("-std="); });
    if (!chosen) flags_.insert(flags_.begin(), "-std=gnu++17");
  }

  Result<std::string> build() {
    std::vector<Unit> units;
    for (std::size_t i = 0; i < request_.sources.size(); i++) {
      const std::string base = request_.directory + "/" + std::to_string(i);
      units.push_back({request_.sources[i], base + ".ii", base + ".burler.ii", base + ".o"});
    }
    for (std::size_t i = 0; i < units.size(); i += request_.jobs) {
      std::vector<std::future<Status>> running;
      for (std::size_t k = i; k < units.size() && k < i + request_.jobs; k++)
        running.push_back(std::async(std::launch::async, [this, &units, k] { return compile(units[k]); }));
      Status first;
      for (auto& r : running)
        if (Status s = r.get(); !s && first.ok()) first = s;
      if (!first) return first.error();
    }
    return link(units);
  }

private:
  Status tool(const Words& command, const std::string& what) const {
    Result<ProcessResult> r = run_process({command, {}, {}, 1u << 20, 0, std::chrono::seconds(600)});
    if (!r) return Error{r.error().message, "install it, or name another compiler in BURLER_CXX"};
    if (r->exit_code == 0 && r->signal == 0 && !r->timed_out) return {};
    std::string words = r->output.substr(0, 4000);
    while (!words.empty() && words.back() == '\n')
      words.pop_back();
    return Error{what + ":\n" + words, ""};
  }

  Status compile(const Unit& unit) const {
    Words pre{compiler_,
              "-E",
              "-x",
              "c++",
              "-I" + request_.resources + "/include",
              "-D__CUDACC__=1",
              "-D__NVCC__=1",
              "-DBURLER_CUDA_HOST=1",
              "-D__CUDACC_VER_MAJOR__=12",
              "-D__CUDACC_VER_MINOR__=8",
              "-D__CUDACC_EXTENDED_LAMBDA__=1",
              "-w"};
    if (!gcc_) pre.push_back("-fdeclspec");
    if (unit.source.ends_with(".cu")) pre.insert(pre.end(), {"-include", "cuda_runtime.h"});
    for (const std::string& f : flags_)
      if (!link_flag(f)) pre.push_back(f);
    pre.insert(pre.end(), {unit.source, "-o", unit.preprocessed});
    if (Status s = tool(pre, unit.source + " does not preprocess"); !s) return s;
    std::ifstream in(unit.preprocessed, std::ios::binary);
    std::stringstream text;
    text << in.rdbuf();
    Result<std::string> rewritten = rewrite(text.str());
    if (!rewritten) return rewritten.error();
    std::ofstream(unit.rewritten, std::ios::binary) << *rewritten;
    Words command{compiler_, "-x",       "c++-cpp-output",         "-c", "-O1", "-g",
                  "-w",      "-fno-pie", "-fno-omit-frame-pointer"};
    if (!gcc_) command.push_back("-fdeclspec");
    if (request_.checked) instrument(command);
    for (const std::string& f : flags_)
      if (f.starts_with("-std=") || f.starts_with("-f") || f.starts_with("-m")) command.push_back(f);
    command.insert(command.end(), {unit.rewritten, "-o", unit.object});
    return tool(command, unit.source + " does not compile for the host");
  }

  void instrument(Words& command) const {
    command.push_back("-fsanitize=thread");
    if (gcc_) {
      command.insert(command.end(), {"--param", "tsan-instrument-func-entry-exit=0", "--param",
                                     "tsan-distinguish-volatile=1"});
      return;
    }
    for (const char* option : {"-tsan-instrument-func-entry-exit=0", "-tsan-distinguish-volatile=1",
                               "-tsan-compound-read-before-write=1"})
      command.insert(command.end(), {"-mllvm", option});
  }

  Result<std::string> link(const std::vector<Unit>& units) const {
    const std::string program = request_.directory + "/program";
    Words command{compiler_, "-no-pie", "-o", program};
    for (const Unit& u : units)
      command.push_back(u.object);
    for (const std::string& f : flags_)
      if (link_flag(f) || f == "-fopenmp" || f == "-pthread") command.push_back(f);
    command.insert(command.end(), {request_.resources + "/libburler_cudahost.a", "-lpthread", "-lm"});
    if (Status s = tool(command, "the program does not link"); !s) {
      Error error = s.error();
      if (error.message.find("undefined reference to `main'") != std::string::npos ||
          error.message.find("undefined symbol: main") != std::string::npos)
        return Error{"none of the sources has a main()",
                     "give the file with main() too, or write a small driver"};
      return error;
    }
    return program;
  }

  const BuildRequest& request_;
  Words flags_;
  std::string compiler_;
  bool gcc_ = false;
};

} // namespace

Result<std::string> build_program(const BuildRequest& request) { return Builder(request).build(); }

Result<std::string> find_resources() {
  std::error_code ignored;
  std::vector<fs::path> places;
  if (const char* given = std::getenv("BURLER_CUDAHOST")) places.emplace_back(given);
  const fs::path self = fs::read_symlink("/proc/self/exe", ignored);
  places.push_back(self.parent_path().parent_path() / "lib" / "burler-cudahost");
  for (const fs::path& place : places)
    if (fs::exists(place / "libburler_cudahost.a", ignored) &&
        fs::exists(place / "include" / "cuda_runtime.h", ignored))
      return place.string();
  return Error{"libburler_cudahost.a and its headers are not where the executable expects them (" +
                   places.back().string() + ")",
               "build the target burler-cuda or set BURLER_CUDAHOST"};
}

} // namespace burler::cudahost

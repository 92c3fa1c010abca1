#include "extract/command.h"

#if __has_include("clang/Options/Options.h")
#include "clang/Options/Options.h"
#else
#include "clang/Driver/Options.h"
#endif
#include "llvm/Option/ArgList.h"
#include "llvm/Option/OptTable.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string_view>

namespace burler::extract {
namespace {

// The driver's option table moved between Clang 21 and 22.
#if __has_include("clang/Options/Options.h")
namespace driver_options = clang::options;
const llvm::opt::OptTable& option_table() { return clang::getDriverOptTable(); }
#else
namespace driver_options = clang::driver::options;
const llvm::opt::OptTable& option_table() { return clang::driver::getDriverOptTable(); }
#endif

constexpr std::array with_value{"-o",        "-MF",           "-MT",      "-MQ",      "-include-pch",
                                "-dumpbase", "-dumpbase-ext", "-dumpdir", "-aux-info"};
constexpr std::array alone{"-c",
                           "-S",
                           "-E",
                           "-MD",
                           "-MMD",
                           "-MP",
                           "-MG",
                           "-M",
                           "-MM",
                           "-pipe",
                           "-save-temps",
                           "-emit-llvm",
                           "-Winvalid-pch",
                           "-fpch-instantiate-templates",
                           "-Werror",
                           "-pedantic-errors",
                           "-v"};
constexpr std::array prefixes{"-save-temps=",
                              "-Werror=",
                              "-fdiagnostics-",
                              "-fplugin",
                              "-flto",
                              "-Wa,",
                              "-Wl,",
                              "-Wp,-MD",
                              "-Wp,-MMD",
                              "-fprofile-",
                              "-fcrash-diagnostics",
                              "-fmodule-mapper",
                              "-fdeps-",
                              "--coverage",
                              "-gsplit-dwarf",
                              "-fno-canonical-system-headers"};
/// nvcc's own flags; those with a value given apart.
constexpr std::array nvcc_with_value{"-gencode",       "--generate-code", "-arch",    "--gpu-architecture",
                                     "-code",          "--gpu-code",      "-Xptxas",  "--ptxas-options",
                                     "-Xnvlink",       "-Xfatbin",        "-ccbin",   "--compiler-bindir",
                                     "-maxrregcount",  "--maxrregcount",  "-t",       "--threads",
                                     "-diag-suppress", "--diag-suppress", "-Xcudafe", "--cudart",
                                     "-cudart"};
constexpr std::array nvcc_prefixes{"-gencode=",
                                   "--generate-code=",
                                   "-arch=",
                                   "--gpu-architecture=",
                                   "-code=",
                                   "--gpu-code=",
                                   "--ptxas-options=",
                                   "-Xptxas=",
                                   "-Xfatbin=",
                                   "-ccbin=",
                                   "--compiler-bindir=",
                                   "-maxrregcount=",
                                   "--maxrregcount=",
                                   "--threads=",
                                   "-t=",
                                   "-diag-suppress=",
                                   "--diag-suppress=",
                                   "--expt-",
                                   "-expt-",
                                   "--extended-lambda",
                                   "-extended-lambda",
                                   "--use_fast_math",
                                   "-use_fast_math",
                                   "--device-c",
                                   "-dc",
                                   "-rdc=",
                                   "--relocatable-device-code",
                                   "-lineinfo",
                                   "--generate-line-info",
                                   "-Xcudafe=",
                                   "--cudart=",
                                   "-forward-unknown",
                                   "--options-file",
                                   "-G",
                                   "-dlto"};

bool starts_with_any(std::string_view text, const auto& list) {
  return std::any_of(list.begin(), list.end(), [&](const char* prefix) { return text.starts_with(prefix); });
}
bool is_any(std::string_view text, const auto& list) {
  return std::find(list.begin(), list.end(), text) != list.end();
}

/// gcc's rules for @file: blanks separate, quotes and backslashes protect.
void read_response_file(const std::filesystem::path& path, std::vector<std::string>& out, int depth) {
  std::ifstream file(path);
  std::ostringstream text;
  text << file.rdbuf();
  std::string word;
  bool open = false;
  char quote = 0;
  const auto flush = [&] {
    if (open && word.starts_with('@') && depth < 8)
      read_response_file(path.parent_path() / word.substr(1), out, depth + 1);
    else if (open)
      out.push_back(word);
    word.clear();
    open = false;
  };
  const std::string bytes = text.str();
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const char c = bytes[i];
    if (c == '\\' && quote != '\'' && i + 1 < bytes.size()) {
      word += bytes[++i];
      open = true;
    } else if (quote != 0) {
      if (c == quote)
        quote = 0;
      else
        word += c;
    } else if (c == '"' || c == '\'') {
      quote = c;
      open = true;
    } else if (std::isspace(static_cast<unsigned char>(c)) != 0) {
      flush();
    } else {
      word += c;
      open = true;
    }
  }
  flush();
}

std::vector<std::string> expanded(const Command& command) {
  std::vector<std::string> out;
  for (const std::string& argument : command.arguments) {
    const std::filesystem::path path =
        std::filesystem::path(command.directory) / argument.substr(argument.empty() ? 0 : 1);
    if (argument.starts_with('@') && std::filesystem::is_regular_file(path))
      read_response_file(path, out, 0);
    else
      out.push_back(argument);
  }
  return out;
}

/// -Xcompiler a,b hands a and b to the host compiler.
void add_host_flags(std::string_view list, std::vector<std::string>& out) {
  while (!list.empty()) {
    const auto comma = std::min(list.find(','), list.size());
    if (comma != 0) out.emplace_back(list.substr(0, comma));
    list.remove_prefix(std::min(comma + 1, list.size()));
  }
}

std::vector<std::string> without_unwanted(const std::vector<std::string>& in, bool cuda, bool& cuda_flags) {
  std::vector<std::string> out;
  for (std::size_t i = 1; i < in.size(); ++i) {
    const std::string& flag = in[i];
    if (is_any(flag, with_value)) {
      ++i;
    } else if (is_any(flag, alone) || starts_with_any(flag, prefixes) ||
               (flag.starts_with("-o") && flag.size() > 2 && flag != "-openmp")) {
      continue;
    } else if (cuda && (flag == "-Xcompiler" || flag == "--compiler-options")) {
      if (i + 1 < in.size()) add_host_flags(in[++i], out);
    } else if (cuda && (flag.starts_with("-Xcompiler=") || flag.starts_with("--compiler-options="))) {
      add_host_flags(std::string_view(flag).substr(flag.find('=') + 1), out);
    } else if (cuda && is_any(flag, nvcc_with_value)) {
      ++i;
    } else if (cuda && starts_with_any(flag, nvcc_prefixes)) {
      continue;
    } else if (cuda && flag == "-x") {
      ++i;
    } else if (cuda && (flag == "-isystem" || flag == "-I") && i + 1 < in.size()) {
      out.push_back(flag);
      out.push_back(in[++i]);
    } else if (flag.starts_with("--cuda-path")) {
      cuda_flags = true;
    } else {
      out.push_back(flag);
    }
  }
  return out;
}

/// Asks Clang's own option table what it does not know.
void drop_unknown(std::vector<std::string>& arguments, std::vector<std::string>& notes) {
  std::vector<const char*> pointers;
  for (const auto& argument : arguments)
    pointers.push_back(argument.c_str());
  unsigned missing_index = 0;
  unsigned missing_count = 0;
  const llvm::opt::InputArgList parsed = option_table().ParseArgs(
      pointers, missing_index, missing_count, llvm::opt::Visibility(driver_options::ClangOption));
  std::vector<std::size_t> unknown;
  for (const llvm::opt::Arg* argument : parsed.filtered(driver_options::OPT_UNKNOWN))
    unknown.push_back(argument->getIndex());
  std::sort(unknown.rbegin(), unknown.rend());
  for (const std::size_t index : unknown) {
    notes.push_back("dropped the flag " + arguments[index] + ", which Clang does not know");
    arguments.erase(arguments.begin() + static_cast<std::ptrdiff_t>(index));
  }
}

} // namespace

bool is_cuda(const Command& command) {
  if (command.file.ends_with(".cu") || command.file.ends_with(".cuh")) return true;
  for (std::size_t i = 0; i + 1 < command.arguments.size(); ++i)
    if (command.arguments[i] == "-x" &&
        (command.arguments[i + 1] == "cuda" || command.arguments[i + 1] == "cu"))
      return true;
  return false;
}

std::vector<std::string> adjusted(const Command& command, const AdjustOptions& options,
                                  std::vector<std::string>& notes) {
  const bool cuda = is_cuda(command);
  bool cuda_flags = false;
  std::vector<std::string> arguments = without_unwanted(expanded(command), cuda, cuda_flags);
  drop_unknown(arguments, notes);
  std::vector<std::string> out{options.clang_path};
  const std::string compiler =
      command.arguments.empty() ? "" : std::filesystem::path(command.arguments[0]).filename().string();
  const bool cxx = compiler.find("++") != std::string::npos;
  if (cxx) out.emplace_back("--driver-mode=g++");
  if (cuda) {
    out.insert(out.end(), {"-x", "cuda", "--cuda-host-only", "-nocudalib", "-Wno-unknown-cuda-version"});
    if (options.cuda_path.empty()) {
      out.insert(out.end(), {"-nocudainc", "--cuda-path=/nonexistent", "-isystem", options.cuda_stubs,
                             "-include", "burler_cuda_stubs.h"});
      notes.emplace_back("CUDA headers are the bundled stand-ins; --cuda-path DIR uses a real toolkit");
    } else {
      out.push_back("--cuda-path=" + options.cuda_path);
    }
  }
  out.insert(out.end(), arguments.begin(), arguments.end());
  out.insert(out.end(), {"-fsyntax-only", "-w", "-Qunused-arguments", "-ferror-limit=0",
                         "-fno-spell-checking", "-fno-color-diagnostics", "-fno-caret-diagnostics"});
  // Old C that other compilers, and Clang before version 16, took with a warning.
  if (!cxx && !cuda)
    out.insert(out.end(), {"-Wno-error=implicit-function-declaration", "-Wno-error=implicit-int",
                           "-Wno-error=int-conversion", "-Wno-error=incompatible-function-pointer-types"});
  return out;
}

} // namespace burler::extract

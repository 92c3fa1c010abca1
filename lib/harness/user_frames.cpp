#include "harness/user_frames.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace burler::harness {
namespace {

void erase_all(std::string& text, std::string_view part) {
  for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at))
    text.erase(at, part.size());
}

/// Removes the last balanced "(...)" at the end of `text`.
bool drop_parameters(std::string& text) {
  if (text.empty() || text.back() != ')') return false;
  int depth = 0;
  for (std::size_t i = text.size(); i-- > 0;) {
    if (text[i] == ')') ++depth;
    if (text[i] == '(' && --depth == 0) {
      text.erase(i);
      return true;
    }
  }
  return false;
}

/// "void foo<int>" -> "foo<int>": a template's demangled name starts with its return type.
void drop_return_type(std::string& text) {
  int depth = 0;
  for (std::size_t i = text.size(); i-- > 0;) {
    const char c = text[i];
    if (c == '>' || c == ')' || c == '}') ++depth;
    if (c == '<' || c == '(' || c == '{') --depth;
    if (c == ' ' && depth == 0) {
      if (text.substr(0, i).ends_with("operator") || text.compare(i, 5, " new") == 0) return;
      text.erase(0, i + 1);
      return;
    }
  }
}

/// Clang's "$_0" is the first lambda of its function; GCC's is "{lambda(int)#1}".
void name_lambdas(std::string& text) {
  for (auto at = text.find("$_"); at != std::string::npos; at = text.find("$_", at)) {
    std::size_t end = at + 2;
    while (end < text.size() && std::isdigit(static_cast<unsigned char>(text[end])) != 0)
      ++end;
    const unsigned long number = end > at + 2 ? std::stoul(text.substr(at + 2, end - at - 2)) : 0;
    text.replace(at, end - at, "{lambda#" + std::to_string(number + 1) + "}");
  }
  for (auto at = text.find("{lambda("); at != std::string::npos; at = text.find("{lambda(", at + 1)) {
    const auto close = text.find(")#", at);
    if (close == std::string::npos) return;
    text.erase(at + 7, close - at - 6);
  }
}

/// The C and C++ runtime libraries, whatever their debug information calls their sources.
bool is_system_module(const std::string& module) {
  static constexpr std::array libraries = {"libc.so",     "libc-",        "libstdc++.so", "libm.so",
                                           "libgcc_s.so", "ld-linux",     "libpthread",   "libtsan.so",
                                           "libc++.so",   "libc++abi.so", "libatomic.so"};
  const std::string_view name = std::string_view(module).substr(module.rfind('/') + 1);
  return std::any_of(libraries.begin(), libraries.end(),
                     [&](std::string_view start) { return name.starts_with(start); });
}

/// "work(int, char**)::{lambda#1}" -> "work::{lambda#1}".
void drop_inner_parameters(std::string& text) {
  for (auto close = text.find(")::"); close != std::string::npos; close = text.find(")::", close + 1)) {
    int depth = 0;
    std::size_t open = close + 1;
    while (open-- > 0) {
      if (text[open] == ')') ++depth;
      if (text[open] == '(' && --depth == 0) break;
    }
    if (open == std::string::npos || text.substr(0, open).ends_with("operator")) continue;
    text.erase(open, close - open + 1);
    close = open == 0 ? 0 : open - 1;
  }
}

} // namespace

bool is_system_file(const std::string& file) {
  if (file.empty()) return true;
  static constexpr std::array system = {
      "/usr/include/", "/usr/lib/",   "/include/c++/",  "/usr/local/include/c++/",
      "/compiler-rt/", "/lib/clang/", "/libstdc++-v3/", "/sysdeps/",
      "/nptl/",        "/csu/",       "/build/glibc",   "/libsanitizer/"};
  return std::any_of(system.begin(), system.end(),
                     [&](const char* part) { return file.find(part) != std::string::npos; });
}

std::string short_function(const std::string& demangled) {
  std::string text = demangled;
  erase_all(text, "[abi:cxx11]");
  erase_all(text, "(anonymous namespace)::");
  for (const std::string_view end : {" const", " volatile", " &", " &&", " noexcept"})
    if (text.ends_with(end)) text.erase(text.size() - end.size());
  const bool had_parameters = drop_parameters(text);
  if (text.ends_with(" const")) text.erase(text.size() - 6);
  name_lambdas(text);
  if (had_parameters) drop_return_type(text);
  if (const std::string_view call = "}::operator()"; text.ends_with(call))
    text.erase(text.size() - call.size() + 1);
  drop_inner_parameters(text);
  return text;
}

UserStack UserFrames::trim(const std::vector<CodeAddress>& stack) {
  UserStack out;
  SourcePlace first_known;
  std::vector<SourcePlace> user;
  for (const CodeAddress& address : stack) {
    const std::uint64_t call = address.return_offset == 0 ? 0 : address.return_offset - 1;
    for (SourcePlace place : symbolizer_.code(address.module, call)) {
      const bool ours =
          place.function.starts_with("burler::runtime::") || place.function.starts_with("burler_");
      if (ours) continue; // the engine calls main in several ways
      const bool system = is_system_module(address.module) || is_system_file(place.file);
      place.function = short_function(place.function);
      if (system) place = {"", 0, 0, place.function}; // a place in a library is of no use to the reader
      if (first_known.function.empty()) first_known = place;
      if (system) continue;
      place.file = report_path(place.file, root_);
      user.push_back(std::move(place));
    }
  }
  if (user.empty()) {
    out.location = first_known;
    return out;
  }
  out.location = user.front();
  out.callers.assign(user.rbegin(), user.rend() - 1);
  return out;
}

} // namespace burler::harness

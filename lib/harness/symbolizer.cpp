#include "harness/symbolizer.h"

#include "compile/toolchain.h"

#include <nlohmann/json.hpp>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <sstream>
#include <sys/wait.h>
#include <unistd.h>

namespace burler::harness {
namespace {

using nlohmann::json;

std::string hex(std::uint64_t number) {
  std::ostringstream out;
  out << "0x" << std::hex << number;
  return out.str();
}

SourcePlace place_from(const json& symbol) {
  SourcePlace place;
  place.function = symbol.value("FunctionName", "");
  place.file = symbol.value("FileName", "");
  if (!place.file.empty()) place.file = std::filesystem::path(place.file).lexically_normal().string();
  place.line = symbol.value("Line", 0u);
  place.column = symbol.value("Column", 0u);
  return place;
}

SourcePlace unknown_place(const std::string& module, std::uint64_t offset) {
  if (module.empty()) return {};
  return {"", 0, 0, std::filesystem::path(module).filename().string() + "+" + hex(offset)};
}

std::uint64_t number(const json& object, const char* key) {
  const std::string text = object.value(key, "0");
  return std::strtoull(text.c_str(), nullptr, 0);
}

} // namespace

Symbolizer::Symbolizer() {
  for (const char* name : {"llvm-symbolizer-22", "llvm-symbolizer", "addr2line"}) {
    program_ = compile::find_program(name);
    is_llvm_ = std::string_view(name) != "addr2line";
    if (!program_.empty()) return;
  }
}

Symbolizer::~Symbolizer() {
  to_.reset();
  from_.reset();
  if (child_ > 0) {
    ::kill(child_, SIGKILL);
    ::waitpid(child_, nullptr, 0);
  }
}

void Symbolizer::start() {
  auto questions = make_pipe();
  auto answers = make_pipe();
  if (!questions || !answers) return;
  std::vector<std::string> words = {program_, "--output-style=JSON", "--inlines", "--demangle"};
  std::vector<char*> argv;
  for (std::string& word : words)
    argv.push_back(word.data());
  argv.push_back(nullptr);
  child_ = ::fork();
  if (child_ == 0) {
    ::setpgid(0, 0); // a Ctrl-C meant for the campaign must not take the names from its report
    ::dup2(questions->first.get(), STDIN_FILENO);
    ::dup2(answers->second.get(), STDOUT_FILENO);
    ::execv(argv[0], argv.data());
    ::_exit(127);
  }
  to_ = std::move(questions->second);
  from_ = std::move(answers->first);
}

std::string Symbolizer::ask(const std::string& question) {
  if (child_ < 0) start();
  for (std::size_t done = 0; done < question.size();) {
    const ssize_t n = ::write(to_.get(), question.data() + done, question.size() - done);
    if (n <= 0 && errno != EINTR) return {};
    if (n > 0) done += static_cast<std::size_t>(n);
  }
  std::array<char, 4096> buffer{};
  for (;;) {
    if (const auto end = pending_.find('\n'); end != std::string::npos) {
      const std::string line = pending_.substr(0, end);
      pending_.erase(0, end + 1);
      return line;
    }
    const ssize_t n = ::read(from_.get(), buffer.data(), buffer.size());
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return {};
    pending_.append(buffer.data(), static_cast<std::size_t>(n));
  }
}

std::vector<SourcePlace> Symbolizer::ask_addr2line(const std::string& module, std::uint64_t offset) {
  std::vector<SourcePlace> places;
  const std::string command = program_ + " -f -C -i -e '" + module + "' " + hex(offset) + " 2>/dev/null";
  FILE* pipe = ::popen(command.c_str(), "r");
  if (pipe == nullptr) return places;
  std::array<char, 4096> buffer{};
  for (bool function_line = true; std::fgets(buffer.data(), buffer.size(), pipe) != nullptr;
       function_line = !function_line) {
    std::string line(buffer.data());
    while (!line.empty() && line.back() == '\n')
      line.pop_back();
    if (function_line) {
      places.push_back({"", 0, 0, line == "??" ? "" : line});
      continue;
    }
    const auto colon = line.rfind(':');
    if (colon == std::string::npos || line.starts_with("??")) continue;
    places.back().file = std::filesystem::path(line.substr(0, colon)).lexically_normal().string();
    places.back().line = static_cast<unsigned>(std::strtoul(line.c_str() + colon + 1, nullptr, 10));
  }
  ::pclose(pipe);
  return places;
}

const std::vector<SourcePlace>& Symbolizer::code(const std::string& module, std::uint64_t offset) {
  const auto [entry, fresh] = code_.try_emplace({module, offset});
  std::vector<SourcePlace>& places = entry->second;
  if (!fresh) return places;
  const bool exists = !module.empty() && module[0] == '/' && module.find('"') == std::string::npos;
  if (exists && is_llvm_ && available()) {
    const json answer = json::parse(ask("CODE \"" + module + "\" " + hex(offset) + "\n"), nullptr, false);
    if (answer.is_object() && answer.contains("Symbol"))
      for (const json& symbol : answer["Symbol"])
        places.push_back(place_from(symbol));
  } else if (exists && available() && module.find('\'') == std::string::npos) {
    places = ask_addr2line(module, offset);
  }
  if (places.empty() || (places.size() == 1 && places[0].function.empty()))
    places = {unknown_place(module, offset)};
  return places;
}

const DataSymbol& Symbolizer::data(const std::string& module, std::uint64_t offset) {
  const auto [entry, fresh] = data_.try_emplace({module, offset});
  if (!fresh || !is_llvm_ || module.empty() || module[0] != '/') return entry->second;
  const json answer = json::parse(ask("DATA \"" + module + "\" " + hex(offset) + "\n"), nullptr, false);
  if (answer.is_object() && answer.contains("Data")) {
    const json& found = answer["Data"];
    entry->second = {found.value("Name", ""), number(found, "Start"), number(found, "Size")};
  }
  return entry->second;
}

} // namespace burler::harness

#include "cudahost/driver/symbolize.h"

#include "cudahost/driver/process.h"

#include <cstdio>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <sstream>

namespace burler::cudahost {

namespace {

using Json = nlohmann::json;

/// "tile<64>(float*, int)" -> "tile<64>": argument lists add nothing for a reader.
std::string short_name(std::string name) {
  int depth = 0;
  for (std::size_t i = 0; i < name.size(); i++) {
    depth += name[i] == '<' ? 1 : name[i] == '>' ? -1 : 0;
    if (name[i] == '(' && depth == 0 && name.compare(i, 21, "(anonymous namespace)") != 0) {
      name.resize(i);
      break;
    }
    if (name[i] == '(') i += 20;
  }
  if (name.starts_with("void ")) name.erase(0, 5);
  return name;
}

std::vector<SourcePlace> frames_of(const Json& symbols, const std::string& hidden) {
  std::vector<SourcePlace> frames;
  for (const Json& s : symbols) {
    SourcePlace place;
    place.file = s.value("FileName", "");
    place.line = s.value("Line", 0u);
    place.column = s.value("Column", 0u);
    place.function = short_name(s.value("FunctionName", ""));
    if (place.file.empty() || place.line == 0) continue;
    std::error_code ignored;
    const std::string real = std::filesystem::weakly_canonical(place.file, ignored).string();
    if (!hidden.empty() && (place.file.starts_with(hidden) || real.starts_with(hidden))) continue;
    frames.push_back(place);
  }
  return frames;
}

} // namespace

Result<std::map<std::uint32_t, std::vector<SourcePlace>>>
symbolize(const std::string& program, const std::set<std::uint32_t>& addresses, const std::string& hidden) {
  std::map<std::uint32_t, std::vector<SourcePlace>> out;
  if (addresses.empty()) return out;
  std::string input;
  for (const std::uint32_t a : addresses) {
    char text[32];
    std::snprintf(text, sizeof(text), "0x%x\n", a - 1); // inside the call, not after it
    input += text;
  }
  Error last;
  for (const char* tool : {"llvm-symbolizer-22", "llvm-symbolizer"}) {
    ProcessRequest request;
    request.command = {tool, "--obj=" + program, "--output-style=JSON", "--inlines", "--demangle"};
    request.input = input;
    Result<ProcessResult> r = run_process(request);
    if (!r) {
      last = r.error();
      continue;
    }
    std::istringstream lines(r->output);
    auto it = addresses.begin();
    for (std::string line; it != addresses.end() && std::getline(lines, line);) {
      const Json entry = Json::parse(line, nullptr, false);
      if (entry.is_discarded() || !entry.contains("Symbol")) continue;
      out[*it++] = frames_of(entry["Symbol"], hidden);
    }
    return out;
  }
  return Error{last.message, "install llvm-22 for source lines"};
}

} // namespace burler::cudahost

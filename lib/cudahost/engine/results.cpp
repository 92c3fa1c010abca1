#include "cudahost/engine/results.h"

#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <set>
#include <unistd.h>

namespace burler::cudahost {

namespace {

std::string quoted(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\')
      (out += '\\') += c;
    else if (static_cast<unsigned char>(c) < 0x20)
      out += ' ';
    else
      out += c;
  }
  return out + '"';
}

int descriptor() {
  static const int fd = [] {
    const char* path = std::getenv("BURLER_CUDA_RESULTS");
    return path == nullptr ? -1 : open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  }();
  return fd;
}

void write_line(const std::string& line) {
  if (descriptor() < 0) return;
  const std::string text = line + '\n';
  std::size_t done = 0;
  while (done < text.size()) {
    const ssize_t n = write(descriptor(), text.data() + done, text.size() - done);
    if (n <= 0) return;
    done += static_cast<std::size_t>(n);
  }
}

std::string place_key(const RawSide& side) {
  return side.kind + "@" +
         (side.line != 0 ? side.file + ":" + std::to_string(side.line) : std::to_string(side.pc));
}

bool seen_before(const RawFinding& finding) {
  static std::set<std::string> seen;
  std::set<std::string> places;
  for (const RawSide& side : finding.sides)
    places.insert(place_key(side));
  std::string key = finding.rule + "|" + finding.variant + "|" + finding.severity;
  for (const auto& place : places)
    key += "|" + place;
  return !seen.insert(key).second;
}

} // namespace

bool results_open() { return descriptor() >= 0; }

void emit(const RawFinding& finding) {
  if (seen_before(finding)) return;
  std::string line =
      "{\"type\":\"finding\",\"rule\":" + quoted(finding.rule) + ",\"variant\":" + quoted(finding.variant) +
      ",\"severity\":" + quoted(finding.severity) + ",\"confidence\":" + quoted(finding.confidence) +
      ",\"subject\":" + quoted(finding.subject) + ",\"subject_kind\":" + quoted(finding.subject_kind) +
      ",\"subject_file\":" + quoted(finding.subject_file) +
      ",\"subject_line\":" + std::to_string(finding.subject_line) +
      ",\"subject_pc\":" + std::to_string(finding.subject_pc) + ",\"note\":" + quoted(finding.note) +
      ",\"sides\":[";
  for (std::size_t i = 0; i < finding.sides.size(); i++) {
    const RawSide& side = finding.sides[i];
    line += std::string(i == 0 ? "" : ",") + "{\"thread\":" + quoted(side.thread) +
            ",\"kind\":" + quoted(side.kind) + ",\"pc\":" + std::to_string(side.pc) +
            ",\"file\":" + quoted(side.file) + ",\"line\":" + std::to_string(side.line) + "}";
  }
  write_line(line + "]}");
}

void emit_fact(const char* kind, const std::string& name, const std::string& value) {
  write_line(std::string("{\"type\":") + quoted(kind) + ",\"name\":" + quoted(name) +
             ",\"value\":" + quoted(value) + "}");
}

} // namespace burler::cudahost

#include "report/markdown.h"

#include "finding/names.h"
#include "report/plain_text.h"
#include "report/text.h"

namespace burler::report {
namespace {

std::string escaped(const std::string& text) {
  std::string out;
  for (const char c : plain(text)) {
    if (c == '<')
      out += "&lt;";
    else if (c == '>')
      out += "&gt;";
    else if (c == '&')
      out += "&amp;";
    else {
      if (std::string("\\`*_{}[]()#+!|~").find(c) != std::string::npos) out += '\\';
      out += c;
    }
  }
  return out;
}

std::string place_cell(const SourcePlace& place) {
  return escaped(place.file) + (place.line ? ":" + std::to_string(place.line) : "");
}

/// A code block whose fence no content can close.
std::string block(const std::string& text) {
  std::string fence = "```";
  while (text.find(fence) != std::string::npos)
    fence += '`';
  return fence + "text\n" + text + fence + "\n";
}

} // namespace

std::string to_markdown(const Report& report) {
  std::string table, details;
  std::size_t fresh = 0;
  for (const Finding& f : report.findings) {
    if (f.state != FindingState::fresh) continue;
    ++fresh;
    table += "| " + place_cell(f.primary) + " | " + escaped(f.message) + " | " + escaped(f.rule) + " | " +
             name_of(f.severity) + ", " + name_of(f.confidence) + " |\n";
    details += "<details><summary>" + place_cell(f.primary) + "</summary>\n\n" +
               block(to_text(f, {.colour = false, .source_lines = false, .root = ""})) + "\n</details>\n";
  }
  std::string out =
      "### burler " + escaped(report.run.kind) + ": " +
      (fresh ? std::to_string(fresh) + " new finding" + (fresh == 1 ? "" : "s") : "no new findings") + "\n";
  if (fresh)
    out += "\n| where | what | rule | severity, confidence |\n|---|---|---|---|\n" + table + "\n" + details;
  if (!report.run.undecided.empty()) out += "\nCould not be decided:\n\n";
  for (const Undecided& entry : report.run.undecided)
    out += "- " + escaped(entry.what) + ": " + escaped(entry.reason) + "\n";
  return out;
}

} // namespace burler::report

// One finding as text: rows with a rank, of which the most important 15 are kept in order.
#include "finding/names.h"
#include "report/plain_text.h"
#include "report/source_lines.h"
#include "report/text.h"

#include <algorithm>
#include <map>

namespace burler::report {
namespace {

constexpr std::size_t most_sides = 8;

struct Row {
  std::string text;
  int rank; ///< 0 always stays; the highest ranks are dropped first, among equals the last
};

struct Paint {
  bool on;
  std::string operator()(const char* code, const std::string& text) const {
    return on ? std::string("\x1b[") + code + "m" + text + "\x1b[0m" : text;
  }
};

std::string place_text(const SourcePlace& place) {
  if (place.file.empty()) return "an unknown place";
  std::string out = plain(place.file);
  if (place.line) out += ":" + std::to_string(place.line);
  if (place.line && place.column) out += ":" + std::to_string(place.column);
  return out;
}

/// Every qualified name the text of a finding shows.
std::vector<std::string> names_in(const Finding& f) {
  std::vector<std::string> names;
  if (f.subject.name.find(" -> ") == std::string::npos) names.push_back(f.subject.name);
  for (const Side& side : f.sides) {
    names.push_back(side.location.function);
    names.insert(names.end(), side.locks.begin(), side.locks.end());
    for (const SourcePlace& frame : side.stack)
      names.push_back(frame.function);
  }
  return names;
}

class Writer {
public:
  Writer(const TextOptions& options, SourceLines& lines)
      : paint_{options.colour}, quote_(options.source_lines), most_lines_(options.most_lines), lines_(lines) {
  }

  std::string finding(const Finding& f) {
    scope_ = shared_scope(names_in(f));
    locks_matter_ = locks_matter(f);
    head(f);
    const bool numbered = f.sides.size() > 1;
    const std::size_t shown = std::min(f.sides.size(), most_sides);
    for (std::size_t i = 0; i < shown; ++i)
      side(f.sides[i], numbered ? "[" + std::to_string(i + 1) + "] " : "");
    if (f.sides.size() > shown)
      add("  ... and " + std::to_string(f.sides.size() - shown) + " more sides, in the JSON report");
    if (!f.fix.empty()) add("  " + paint_("32", "fix:") + " " + told(f.fix));
    if (!f.replay.empty()) add("  " + paint_("36", "replay:") + " " + plain(f.replay));
    return kept();
  }

private:
  /// Foreign text without the scope that all names of the finding share.
  std::string told(const std::string& text) const { return plain(without_scope(text, scope_)); }
  std::string function_text(const SourcePlace& place) const { return told(short_name(place.function)); }

  std::string locks_text(const Side& side) const {
    std::string out;
    for (const std::string& lock : side.locks)
      out += (out.empty() ? "" : ", ") + told(lock);
    if (out.empty()) return locks_matter_ ? ", holding no lock" : "";
    return ", holding " + out;
  }

  /// "called from a (x.cpp:3), b": the callers, innermost first, at most three.
  std::string callers_text(const Side& side) const {
    std::string out;
    std::size_t shown = 0;
    for (auto frame = side.stack.rbegin(); frame != side.stack.rend() && shown < 3; ++frame, ++shown) {
      out += shown ? ", " : "called from ";
      out += frame->function.empty() ? place_text(*frame) : function_text(*frame);
      if (!frame->function.empty() && frame->line && !frame->file.empty())
        out += " (" + place_text({frame->file, frame->line, 0, ""}) + ")";
    }
    if (side.stack.size() > shown) out += ", ...";
    return out;
  }

  void add(std::string text, int rank = 0) { rows_.push_back({std::move(text), rank}); }

  void head(const Finding& f) {
    const char* colour = f.severity == Severity::error     ? "1;31"
                         : f.severity == Severity::warning ? "1;33"
                                                           : "1";
    add(paint_("1", place_text(f.primary)) + ": " + paint_(colour, name_of(f.severity)) + ": " +
        told(f.message));
    std::string id =
        "  [" + plain(f.rule) + ", " + name_of(f.confidence) + " confidence, " + f.fingerprint + "]";
    if (f.state == FindingState::baseline) id += " accepted by the baseline";
    if (f.state == FindingState::suppressed) id += " suppressed: " + plain(f.suppression_reason);
    add(paint_("2", id));
  }

  void side(const Side& end, const std::string& mark) {
    std::string text = "  " + mark + paint_("1", plain(end.kind)) + " at " + place_text(end.location);
    if (!end.location.function.empty()) text += " in " + function_text(end.location);
    add(text + locks_text(end));
    const std::string quoted = quote_ ? lines_.line(end.location.file, end.location.line) : std::string();
    if (!quoted.empty())
      add("      " + paint_("2", std::to_string(end.location.line) + " |") + " " + quoted, 1);
    if (!end.thread.empty()) add("      by " + told(end.thread), 2);
    if (const std::string callers = callers_text(end); !callers.empty()) add("      " + callers, 3);
  }

  std::string kept() {
    while (rows_.size() > most_lines_) {
      auto worst = rows_.end() - 1;
      for (auto row = rows_.end(); row-- != rows_.begin();)
        if (row->rank > worst->rank) worst = row;
      if (worst->rank == 0) break;
      rows_.erase(worst);
    }
    std::string out;
    for (const Row& row : rows_)
      out += row.text + "\n";
    rows_.clear();
    return out;
  }

  Paint paint_;
  std::string scope_;
  bool locks_matter_ = true;
  bool quote_;
  std::size_t most_lines_;
  SourceLines& lines_;
  std::vector<Row> rows_;
};

} // namespace

bool locks_matter(const Finding& finding) {
  return finding.rule.rfind("race/", 0) == 0 || finding.rule.rfind("deadlock/", 0) == 0 ||
         std::any_of(finding.sides.begin(), finding.sides.end(),
                     [](const Side& side) { return !side.locks.empty(); });
}

std::string to_text(const Finding& finding, const TextOptions& options) {
  SourceLines lines(options.root);
  return to_text(finding, options, lines);
}

std::string to_text(const Finding& finding, const TextOptions& options, SourceLines& lines) {
  return Writer(options, lines).finding(finding);
}

std::string witness_text(const Finding& finding) {
  std::map<std::string, std::size_t> columns;
  std::string legend, out;
  for (const WitnessStep& step : finding.witness) {
    const auto [entry, fresh] = columns.try_emplace(step.thread, columns.size());
    if (fresh) legend += "  T" + std::to_string(entry->second + 1) + ": " + plain(step.thread) + "\n";
    out += "  " + std::string(entry->second * 28, ' ') + "T" + std::to_string(entry->second + 1) + " " +
           plain(step.text);
    if (!step.location.file.empty()) out += "  (" + place_text(step.location) + ")";
    out += "\n";
  }
  return legend + out;
}

} // namespace burler::report

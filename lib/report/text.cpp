#include "report/text.h"

#include "finding/names.h"
#include "report/source_lines.h"

#include <algorithm>
#include <sstream>

namespace burler::report {
namespace {

constexpr std::size_t most_lines = 15;

struct Paint {
  bool on;
  std::string operator()(const char* code, const std::string& text) const {
    return on ? std::string("\x1b[") + code + "m" + text + "\x1b[0m" : text;
  }
};

std::string place_text(const SourcePlace& place) {
  if (place.file.empty()) return place.function.empty() ? "unknown place" : "in " + place.function;
  std::string out = place.file;
  if (place.line) out += ":" + std::to_string(place.line);
  if (place.line && place.column) out += ":" + std::to_string(place.column);
  return out;
}

std::string joined(const std::vector<std::string>& parts, const char* separator) {
  std::string out;
  for (const std::string& part : parts)
    out += (out.empty() ? "" : separator) + part;
  return out;
}

/// "called from a, b, c": the callers, innermost first, at most three.
std::string callers_text(const Side& side) {
  std::vector<std::string> names;
  for (auto frame = side.stack.rbegin(); frame != side.stack.rend() && names.size() < 3; ++frame) {
    std::string name = frame->function.empty() ? place_text(*frame) : frame->function;
    if (frame->line && !frame->file.empty())
      name += " (" + place_text({frame->file, frame->line, 0, ""}) + ")";
    names.push_back(std::move(name));
  }
  return names.empty() ? "" : "called from " + joined(names, ", ");
}

class Writer {
public:
  Writer(const TextOptions& options, SourceLines& lines)
      : options_(options), paint_{options.colour}, lines_(lines) {}

  std::string finding(const Finding& f) {
    out_.clear();
    head(f);
    const std::size_t per_side = sides_shown(f) > 2 || f.sides.size() > 3 ? 2 : 4;
    std::size_t shown = 0;
    for (const Side& side : f.sides) {
      if (shown++ == sides_shown(f)) break;
      one_side(side, per_side);
    }
    if (f.sides.size() > sides_shown(f))
      line("  ... and " + std::to_string(f.sides.size() - sides_shown(f)) +
           " more sides (see the JSON report)");
    if (!f.fix.empty()) line("  " + paint_("32", "fix:") + " " + f.fix);
    if (!f.replay.empty()) line("  " + paint_("36", "replay:") + " " + f.replay);
    if (out_.size() > most_lines) out_.resize(most_lines);
    return joined(out_, "\n") + "\n";
  }

private:
  static std::size_t sides_shown(const Finding& f) { return std::min<std::size_t>(f.sides.size(), 5); }

  void line(std::string text) { out_.push_back(std::move(text)); }

  void head(const Finding& f) {
    const char* colour = f.severity == Severity::error     ? "1;31"
                         : f.severity == Severity::warning ? "1;33"
                                                           : "1";
    line(paint_("1", place_text(f.primary)) + ": " + paint_(colour, name_of(f.severity)) + ": " + f.message);
    std::string id = "  [" + f.rule + ", " + name_of(f.confidence) + " confidence, " + f.fingerprint + "]";
    if (f.state != FindingState::fresh) id += std::string(" (") + name_of(f.state) + ")";
    line(paint_("2", id));
  }

  void one_side(const Side& side, std::size_t budget) {
    std::string text = "  " + paint_("1", side.kind) + " at " + place_text(side.location);
    if (!side.location.function.empty()) text += " in " + side.location.function;
    std::string holding = side.locks.empty() ? "no lock" : joined(side.locks, ", ");
    text += ", holding " + holding;
    line(text);
    std::size_t used = 1;
    if (options_.source_lines && used < budget) {
      const std::string quote = lines_.line(side.location.file, side.location.line);
      if (!quote.empty()) {
        line("      " + quote);
        ++used;
      }
    }
    if (!side.thread.empty() && used < budget) {
      line("    by " + side.thread);
      ++used;
    }
    const std::string callers = callers_text(side);
    if (!callers.empty() && used < budget) line("    " + callers);
  }

  const TextOptions& options_;
  Paint paint_;
  SourceLines& lines_;
  std::vector<std::string> out_;
};

std::string counted(std::size_t n, const std::string& noun) {
  return std::to_string(n) + " " + noun + (n == 1 ? "" : "s");
}

std::string closing_line(const Report& report, std::size_t shown) {
  std::size_t baseline = 0, suppressed = 0, fresh = 0;
  for (const Finding& f : report.findings) {
    baseline += f.state == FindingState::baseline;
    suppressed += f.state == FindingState::suppressed;
    fresh += f.state == FindingState::fresh;
  }
  std::string out =
      "burler " + report.run.kind + ": " + (fresh ? counted(fresh, "new finding") : "no new findings");
  if (shown < fresh) out += " (" + std::to_string(shown) + " shown)";
  if (baseline) out += ", " + std::to_string(baseline) + " in the baseline";
  if (suppressed) out += ", " + std::to_string(suppressed) + " suppressed";
  if (!report.run.undecided.empty()) out += ", " + std::to_string(report.run.undecided.size()) + " undecided";
  return out + "\n";
}

} // namespace

std::string to_text(const Finding& finding, const TextOptions& options) {
  SourceLines lines(options.root);
  return Writer(options, lines).finding(finding);
}

std::string to_text(const Report& report, const TextOptions& options) {
  SourceLines lines(options.root);
  Writer writer(options, lines);
  std::string out;
  std::size_t shown = 0;
  for (const Finding& finding : report.findings) {
    if (finding.state != FindingState::fresh) continue;
    if (options.limit && shown == options.limit) break;
    out += writer.finding(finding) + "\n";
    ++shown;
  }
  for (const Undecided& entry : report.run.undecided)
    out += "undecided: " + entry.what + ": " + entry.reason + "\n";
  return out + closing_line(report, shown);
}

} // namespace burler::report

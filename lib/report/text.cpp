#include "report/text.h"

#include "finding/names.h"
#include "report/plain_text.h"
#include "report/profile_text.h"
#include "report/source_lines.h"

#include <array>

namespace burler::report {
namespace {

constexpr std::size_t most_undecided = 20;

std::string counted(std::size_t n, const std::string& noun) {
  return std::to_string(n) + " " + noun + (n == 1 ? "" : "s");
}

struct Counts {
  std::size_t fresh = 0, baseline = 0, suppressed = 0, deciding = 0;
  std::array<std::size_t, 3> tiers{}; ///< new findings by confidence
};

Counts count(const Report& report, Confidence gate) {
  Counts out;
  for (const Finding& f : report.findings) {
    out.baseline += f.state == FindingState::baseline;
    out.suppressed += f.state == FindingState::suppressed;
    if (f.state != FindingState::fresh) continue;
    ++out.fresh;
    ++out.tiers[static_cast<std::size_t>(f.confidence)];
    out.deciding += f.confidence <= gate;
  }
  return out;
}

/// "burler lint: 3 new findings (2 high, 1 medium), 1 in the baseline, 2 undecided"
std::string closing_line(const Report& report, std::size_t shown, Confidence gate) {
  const Counts n = count(report, gate);
  std::string out = "burler " + plain(report.run.kind) + ": " +
                    (n.fresh ? counted(n.fresh, "new finding") : "no new findings");
  if (n.fresh && n.tiers[0] != n.fresh) {
    std::string tiers;
    for (const Confidence tier : {Confidence::high, Confidence::medium, Confidence::low})
      if (const std::size_t of_tier = n.tiers[static_cast<std::size_t>(tier)])
        tiers += (tiers.empty() ? "" : ", ") + std::to_string(of_tier) + " " + name_of(tier);
    out += " (" + tiers + " confidence)";
  }
  if (shown < n.fresh) out += ", " + std::to_string(shown) + " shown";
  if (n.fresh && !n.deciding) out += std::string(", none of ") + name_of(gate) + " confidence or above";
  if (n.baseline) out += ", " + std::to_string(n.baseline) + " in the baseline";
  if (n.suppressed) out += ", " + std::to_string(n.suppressed) + " suppressed";
  if (!report.run.undecided.empty()) out += ", " + std::to_string(report.run.undecided.size()) + " undecided";
  return out + "\n";
}

std::string undecided_text(const std::vector<Undecided>& entries) {
  std::string out;
  std::size_t shown = 0;
  for (const Undecided& entry : entries) {
    if (shown == most_undecided) break;
    out += "undecided: " + plain(entry.what) + ": " + plain(entry.reason) + "\n";
    ++shown;
  }
  if (shown < entries.size())
    out += "undecided: and " + std::to_string(entries.size() - shown) + " more, in the JSON report\n";
  return out;
}

} // namespace

std::string to_text(const Report& report, const TextOptions& options) {
  std::string out;
  std::size_t shown = 0;
  SourceLines lines(options.root);
  for (const Finding& finding : report.findings) {
    if (finding.state != FindingState::fresh) continue;
    if (options.limit && shown == options.limit) break;
    out += to_text(finding, options, lines) + "\n";
    ++shown;
  }
  if (const std::string profile = profile_text(report.run.profile); !profile.empty()) out += profile + "\n";
  return out + undecided_text(report.run.undecided) + closing_line(report, shown, options.gate);
}

} // namespace burler::report

#include "detect/inventory.h"

#include "detect/narrate.h"

#include <algorithm>
#include <set>

namespace burler::detect {
namespace {

struct Seen {
  bool shared = false, plain = false, written = false;
};

Seen look(const Analysis& analysis, const Subject& subject, const Usage& usage) {
  Seen seen;
  seen.shared = usage.threads.size() > 1;
  for (const std::uint32_t t : usage.threads)
    seen.shared = seen.shared || analysis.threads->threads()[t].many;
  for (const Instance& i : analysis.accesses) {
    if (subject_of(*analysis.facts, i.path) != subject) continue;
    seen.plain = seen.plain || !i.access->atomic;
    seen.written = seen.written || i.access->write;
  }
  return seen;
}

std::string held_text(const InventoryRow& row) {
  if (row.guard.empty()) return "-";
  return row.guard + (row.inferred ? "" : "?") + " " + std::to_string(row.held) + " of " +
         std::to_string(row.accesses);
}

} // namespace

std::vector<InventoryRow> inventory(const Analysis& analysis) {
  std::set<Subject> racing;
  for (const Race& race : analysis.races)
    if (race.belief >= Belief::medium) racing.insert(race.subject);
  std::vector<InventoryRow> rows;
  for (const auto& [subject, usage] : analysis.usages) {
    const Seen seen = look(analysis, subject, usage);
    if (!seen.shared) continue;
    InventoryRow row;
    row.name = subject_name(*analysis.facts, subject);
    if (usage.type) row.type = analysis.program->symbols.text(usage.type);
    for (const std::uint32_t t : usage.threads)
      row.threads.push_back(thread_name(analysis, t));
    row.accesses = usage.accesses;
    row.writes = usage.writes;
    if (!usage.guards.empty()) {
      row.guard = subject_name(*analysis.facts, usage.guards.front().lock);
      row.held = usage.guards.front().held;
    }
    row.inferred = usage.guard() != nullptr;
    row.verdict = racing.contains(subject) ? "RACE"
                  : !seen.plain            ? "atomic"
                  : !seen.written          ? "read-only"
                  : row.inferred           ? "guarded"
                                           : "ordered";
    rows.push_back(std::move(row));
  }
  std::sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
  return rows;
}

std::string to_text(const std::vector<InventoryRow>& rows) {
  std::vector<std::vector<std::string>> cells{{"object", "type", "state", "guard (held at)", "threads"}};
  for (const InventoryRow& row : rows) {
    std::string threads = row.threads.empty() ? "" : row.threads.front();
    if (row.threads.size() > 1) threads += " and " + std::to_string(row.threads.size() - 1) + " more";
    cells.push_back({row.name, row.type, row.verdict, held_text(row), threads});
  }
  std::vector<std::size_t> widths(5);
  for (const auto& line : cells)
    for (std::size_t i = 0; i < 5; ++i)
      widths[i] = std::max(widths[i], std::min<std::size_t>(line[i].size(), 48));
  std::string out;
  for (const auto& line : cells) {
    for (std::size_t i = 0; i < 5; ++i) {
      out += line[i];
      if (i < 4) out += std::string(line[i].size() < widths[i] ? widths[i] - line[i].size() + 2 : 2, ' ');
    }
    out += '\n';
  }
  return out;
}

nlohmann::json to_json(const std::vector<InventoryRow>& rows) {
  nlohmann::json out = nlohmann::json::array();
  for (const InventoryRow& row : rows)
    out.push_back({{"name", row.name},
                   {"type", row.type},
                   {"threads", row.threads},
                   {"accesses", row.accesses},
                   {"writes", row.writes},
                   {"guard", row.guard},
                   {"held", row.held},
                   {"inferred", row.inferred},
                   {"state", row.verdict}});
  return out;
}

} // namespace burler::detect

#include "rules/rule.h"
#include "detect/narrate.h"
#include "detect/race_finding.h"

namespace burler::rules {
namespace {

using summary::EventKind;

constexpr unsigned long without_mutex = 0x8000; // SQLITE_OPEN_NOMUTEX

/// Handles that their library guards unless it was opened without: silent when no such opening is seen.
bool opened_guarded(const detect::Analysis& analysis, const detect::Subject& handle, Symbol handle_type) {
  const detect::EventIndex& index = *analysis.events;
  const SymbolTable& names = analysis.program->symbols;
  bool seen = index.program().symbols.text(handle_type) == "sqlite3"; // guards itself unless told otherwise
  for (const detect::EventRef& r : index.of(EventKind::library)) {
    const summary::Event& e = index.event(r);
    if (names.text(e.type) != "handle open" || e.operands.size() < 2) continue;
    if (index.thing(e.operands[0], index.function(r).usr) != handle) continue;
    seen = true;
    const std::string& flags = names.text(e.names[2]);
    if (!flags.empty() && (std::stoul(flags) & without_mutex) != 0) return false;
  }
  return seen;
}

class ExternalHandle final : public Rule {
public:
  std::string id() const override { return "race/external-handle"; }
  void run(const detect::Analysis& analysis, std::vector<Finding>& findings) const override {
    for (const detect::Race& race : analysis.races) {
      if (!detect::is_handle_race(race) || opened_guarded(analysis, race.subject, race.a.access->type))
        continue;
      Finding f = detect::race_finding(analysis, race);
      const AccessPath& path = analysis.facts->paths[race.a.path];
      if (path.root.kind == RootKind::call_result) { // made by unseen code: it has no name
        const std::string& type = analysis.program->symbols.text(race.a.access->type);
        f.subject.name = type.empty() ? "the handle" : "the " + type + " handle";
      }
      f.message = f.subject.name + " is a handle for one thread at a time and is used by two: " +
                  (race.a.held == 0 && race.b.held == 0 ? "no lock is held on either side"
                                                        : "the two sides hold no common lock");
      f.fix = "give each thread a handle of its own, or hold one lock around every use";
      findings.push_back(std::move(f));
    }
  }
};

} // namespace

std::unique_ptr<Rule> make_race_external_handle() { return std::make_unique<ExternalHandle>(); }

} // namespace burler::rules

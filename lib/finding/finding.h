// A finding: one defect with all its ends, independent of which engine saw it and of how it is printed.
#pragma once

#include "base/source_place.h"

#include <string>
#include <vector>

namespace burler {

enum class Severity { error, warning, note };
enum class Confidence { high, medium, low };
enum class FindingState { fresh, baseline, suppressed }; ///< "new", "baseline", "suppressed" in JSON

/// One end of the defect: who does what to the subject, where, holding which locks.
struct Side {
  std::string thread; ///< the thread's birth in user names: "worker (std::thread at server.cpp:41)"
  std::string
      kind; ///< read | write | atomic-read | atomic-write | acquire | wait | notify | barrier | free | ...
  std::string path;               ///< access path in user names ("this->k_"), part of the fingerprint
  std::vector<std::string> locks; ///< locks held, in user names; shared mode as "mu_ (shared)"
  SourcePlace location;
  std::vector<SourcePlace> stack; ///< call path, outermost caller first, `location` not repeated
};

struct WitnessStep {
  std::string thread;
  std::string text; ///< "acquires mu_", "switch", "reads counter = 3"
  SourcePlace location;
};

struct Subject {
  std::string name; ///< "KvCache::k_"; for a lock cycle the locks joined by " -> "
  std::string type;
};

struct Finding {
  std::string rule; ///< "race/unguarded-tensor"; a folder rules/<area>/<rule> exists
  Severity severity = Severity::error;
  Confidence confidence = Confidence::high;
  std::string fingerprint; ///< filled by seal()
  std::string message;     ///< one line, user names, no addresses
  Subject subject;
  std::vector<Side> sides;          ///< every end: a race has 2, a lock cycle of N locks has N
  SourcePlace primary;              ///< the location tools show first; equals one side's location
  std::vector<WitnessStep> witness; ///< interleaved story, may be empty
  std::string fix;
  std::string replay; ///< a command line, empty for static findings
  FindingState state = FindingState::fresh;
  std::string suppression_reason; ///< only when state == suppressed
  /// Only when state == suppressed: "source" (a burler:allow comment) or "file" (a suppression file).
  std::string suppression_kind = "source";
};

/// Computes the fingerprint: rule + subject name + the unordered set of (function, kind, path) of the sides.
/// No line numbers and no addresses, so it survives edits elsewhere in the file.
std::string fingerprint(const Finding& finding);

/// Fills fingerprint and, when unset, primary (the first side).
void seal(Finding& finding);

/// Total order used in every output: file, line, column, rule, fingerprint.
bool before(const Finding& a, const Finding& b);

} // namespace burler

// Which locks are recursive, over the whole program: by declaration and, where that is known, by object.
#pragma once

#include "detect/guard_inference.h"
#include "detect/thread_tree.h"

#include <map>
#include <set>
#include <unordered_map>
#include <vector>

namespace burler::detect {

class LockKinds {
public:
  /// Linear in the initialisations of all summaries.
  LockKinds(Facts& facts, ThreadTree& tree);
  /// unknown: initialised in several ways, or with an attribute that is not followed.
  LockKind::Kind of(Symbol function, PathId lock);

private:
  Facts& facts_;
  ThreadTree& tree_;
  std::map<Subject, std::set<LockKind::Kind>> kinds_;
  std::unordered_map<Symbol, std::vector<std::uint32_t>> by_entry_;
};

} // namespace burler::detect

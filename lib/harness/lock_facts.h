// What each lock of a program guards, summed over controlled runs and keyed by the lock's name.
#pragma once

#include "harness/arena_reader.h"
#include "harness/finding_builder.h"
#include "harness/lock_advice.h"

#include <map>

namespace burler::harness {

class LockFactsByName {
public:
  /// Takes the surveys of the run just done (runtime::flag_survey).
  void learn(const ArenaReader& reader, const runtime::Arena& arena, FindingBuilder& builder);
  /// Null when no run surveyed a lock of that name.
  const LockFacts* find(const std::string& name) const;

private:
  std::map<std::string, LockFacts> facts_;
};

/// The name of a lock that is `object` of the finding with the key 1, taken at `stacks`: as in findings, or
/// the place of the first.
std::string lock_name(FindingBuilder& builder, const RawObject& object, const std::vector<RawStack>& stacks);

} // namespace burler::harness

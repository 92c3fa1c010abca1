// Where the standards permit a failure for no reason: calls of a C++ or C11 mutex's try_lock. The runtime
// sees pthread_mutex_trylock, which must not fail so; debug information tells them apart.
#pragma once

#include "harness/arena_reader.h"
#include "harness/finding_builder.h"

#include <map>
#include <mutex>
#include <string>
#include <vector>

namespace burler::harness {

class FaultSites {
public:
  explicit FaultSites(const std::string& root) : builder_(root) {}

  /// Looks at the steps of the run just done for new places. Thread-safe; after the first runs of a campaign
  /// only every 16th is looked at.
  void learn(const ArenaReader& reader, const runtime::Arena& arena);
  std::vector<sched::Site> all() const;

private:
  bool permitted(const ArenaReader& reader, sched::Site site);

  mutable std::mutex mutex_;
  FindingBuilder builder_;
  std::map<sched::Site, bool> known_;
  std::vector<sched::Site> permitted_;
  std::uint64_t runs_ = 0;
};

/// By the functions inlined at a call of try_lock, innermost first, and the text of its source line.
bool permits_failure(const std::vector<std::string>& functions, std::string_view line);

} // namespace burler::harness

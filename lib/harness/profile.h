// burler stress --profile: the locks of a program timed in free runs, what they guard seen in the campaign's
// first schedules, and how far results differ over all its schedules.
#pragma once

#include "finding/report.h"
#include "harness/divergence.h"
#include "harness/lock_profile.h"

#include <atomic>
#include <mutex>

namespace burler::harness {

struct ProfileOptions {
  Target target;
  std::string root;
  unsigned runs = 5;
  std::uint32_t limit_ms = 10'000; ///< of one run
  const std::atomic<bool>* interrupted = nullptr;
};

class Profile {
public:
  explicit Profile(const ProfileOptions& options)
      : options_(options), builder_(options.root), locks_(builder_) {}

  /// Request flags for a schedule: the first ones survey the locks.
  std::uint32_t flags(std::uint64_t schedule) const;
  /// After each controlled run; thread-safe.
  void learn(std::uint64_t schedule, const runtime::Arena& arena, const RunOutcome& outcome);
  /// The free runs, one after another. Entries say why some could not be measured.
  std::vector<Undecided> measure();
  nlohmann::json report() const;

private:
  ProfileOptions options_;
  FindingBuilder builder_;
  LockProfile locks_;
  LockFactsByName facts_;
  Divergence results_;
  std::uint64_t surveyed_ = 0;
  std::mutex mutex_;
};

} // namespace burler::harness

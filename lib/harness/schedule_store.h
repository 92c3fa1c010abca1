// The folder of recorded schedules, burler-out by default: one file <fingerprint>.schedule.json per finding.
#pragma once

#include "base/result.h"
#include "sched/recording.h"

#include <string>

namespace burler::harness {

class ScheduleStore {
public:
  /// Makes the folder; the error names it.
  static Result<ScheduleStore> open(const std::string& folder);

  std::string path_of(const std::string& fingerprint) const;
  /// Writes a temporary file and renames it, so that a reader never sees half a recording.
  Status save(const std::string& fingerprint, const sched::Recording& recording) const;
  /// "burler replay burler-out/<fp>.schedule.json"
  std::string replay_command(const std::string& fingerprint) const;

private:
  std::string folder_;
};

} // namespace burler::harness

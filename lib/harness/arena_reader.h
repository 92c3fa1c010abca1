// Reads a finished run out of the shared arena: findings, threads, objects, the recording. All indices in the
// arena come from a process that may have crashed half-way, so each is checked.
#pragma once

#include "harness/explore_session.h"
#include "harness/raw_finding.h"
#include "sched/recording.h"

#include <string>
#include <vector>

namespace burler::harness {

class ArenaReader {
public:
  /// `program` replaces the loader's name of module 0. The arena must stay unchanged while the reader is
  /// used.
  ArenaReader(const runtime::Arena& arena, const std::string& program) : arena_(arena), program_(program) {}

  std::vector<RawFinding> findings() const;
  CodeAddress address(sched::Site site) const;
  RawStack stack(runtime::StackRef ref) const;
  std::string text(runtime::TextRef ref) const;
  /// Name of thread `ordinal` alone, with its creation stack.
  RawThread thread(unsigned ordinal) const;
  RawObject object(unsigned ordinal) const;
  /// What is needed to run this schedule again.
  sched::Recording recording(const Target& target, const runtime::Request& request) const;

private:
  RawFinding finding(const runtime::FindingRecord& record) const;

  const runtime::Arena& arena_;
  std::string program_;
};

} // namespace burler::harness

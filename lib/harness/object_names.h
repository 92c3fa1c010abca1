// What threads, locks and memory are called in reports: the user's own names where debug information and the
// source allow, an honest description otherwise. Names carry no line numbers and no addresses, descriptions
// may.
#pragma once

#include "harness/raw_finding.h"
#include "harness/source_expression.h"

#include <string>

namespace burler::harness {

class ObjectNames {
public:
  ObjectNames(UserFrames& frames, SourceReader& source) : frames_(frames), source_(source) {}

  /// "main thread", "loader (thread 2, created at train.cpp:41)". `runs` is the thread's outermost user
  /// function, named when its place of creation is not known; may be empty.
  std::string thread(const RawFinding& finding, unsigned ordinal, const std::string& runs = "");
  /// "Cache::mu_", "gate", "a lock on the heap".
  std::string lock(const RawFinding& finding, unsigned object);
  /// "lock_name" or "lock_name (shared)".
  std::string held(const RawFinding& finding, const RawLock& lock);
  /// The memory or synchronisation object of a side as written at `location`; empty when it cannot be told.
  std::string path(const RawFinding& finding, const RawSide& side, const SourcePlace& location);
  /// The name of an object seen from all sides; the same whatever their order.
  std::string subject(const RawFinding& finding);
  /// "heap block of 48 bytes allocated at cache.cpp:12", "global variable", "stack of thread 1"; may be
  /// empty.
  std::string description(const RawFinding& finding, unsigned object);

private:
  std::string global(const RawObject& object);
  UserFrames& frames_;
  SourceReader& source_;
};

/// Access to memory, as opposed to locking, waiting, joining...
bool is_memory_access(const std::string& kind);

/// "file:line" or the function when there is no line.
std::string short_place(const SourcePlace& place);

} // namespace burler::harness

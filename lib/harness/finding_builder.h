// From what an engine saw to a Finding: names, user stacks, a message, the fix, the fingerprint.
#pragma once

#include "finding/finding.h"
#include "harness/object_names.h"

namespace burler::harness {

class FindingBuilder {
public:
  explicit FindingBuilder(const std::string& root)
      : frames_(symbolizer_, root), source_(root), names_(frames_, source_) {}

  /// Sealed; `replay` and `witness` are left to the caller.
  Finding build(const RawFinding& raw);

  UserFrames& frames() { return frames_; }
  SourceReader& source() { return source_; }
  ObjectNames& names() { return names_; }

private:
  Symbolizer symbolizer_;
  UserFrames frames_;
  SourceReader source_;
  ObjectNames names_;
};

/// One line for a person; pure, so that every rule's wording can be tested.
std::string message_for(const std::string& rule, const std::string& subject, const std::string& description,
                        const std::string& detail, const std::vector<Side>& sides);
/// The usual repair of a rule, with the subject's name in it.
std::string fix_for(const std::string& rule, const std::string& subject, const std::vector<Side>& sides);

} // namespace burler::harness

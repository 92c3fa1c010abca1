// A defect as an engine in another process saw it: addresses, ordinals and no names. Both engines are read
// into this.
#pragma once

#include "harness/user_frames.h"

#include <map>
#include <string>
#include <vector>

namespace burler::harness {

using RawStack = std::vector<CodeAddress>; ///< innermost first

enum class Where { unknown, global, heap, stack, tls };

struct RawObject {
  Where where = Where::unknown;
  CodeAddress symbol;       ///< global: exact address (no call, so nothing is subtracted)
  std::uint64_t offset = 0; ///< heap: from the start of the block
  std::uint64_t size = 0;   ///< heap: of the block
  unsigned thread = 0;      ///< heap: who allocated; stack, tls: whose
  RawStack allocated;       ///< heap
  RawStack taken;           ///< a lock: where it was acquired or first used
};

struct RawLock {
  unsigned object = 0;
  bool shared = false;
};

struct RawSide {
  unsigned thread = 0;
  std::string kind;    ///< as Side::kind
  unsigned object = 0; ///< key of RawFinding::objects, 0 = none
  unsigned size = 0;
  RawStack stack;
  std::vector<RawLock> locks;
};

struct RawThread {
  unsigned parent = 0;
  std::string name; ///< pthread_setname_np, may be empty
  RawStack created; ///< empty for main
};

struct RawFinding {
  std::string rule;
  std::string detail; ///< the engine's own words, may be empty
  unsigned object = 0;
  std::vector<RawSide> sides;
  std::map<unsigned, RawObject> objects;
  std::map<unsigned, RawThread> threads; ///< main is 0
};

/// Equal for equal defects seen again in another run of the same binary: rule and the unordered code places
/// of the sides. Cheap (no symbolising); the fingerprint decides finally.
std::string raw_key(const RawFinding& finding);

} // namespace burler::harness

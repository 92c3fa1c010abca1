// What a unit's summary depends on in the file system: the contents of every file Clang read, the existence
// of those it only asked for, and the absence of those it looked for in vain (a header that appears earlier
// in the include path changes the unit too).
#pragma once

#include "extract/command.h"
#include "llvm/ADT/IntrusiveRefCntPtr.h"
#include "llvm/Support/VirtualFileSystem.h"

#include <compare>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace burler::extract {

/// Of the contents of a file; not for adversarial input (XXH3, 128 bit).
struct Digest {
  std::uint64_t low = 0;
  std::uint64_t high = 0;
  auto operator<=>(const Digest&) const = default;
};
Digest digest_of(std::string_view bytes);

enum class FileFact : std::uint8_t { absent, present, contents };

struct Dependency {
  std::string path; ///< absolute
  FileFact fact = FileFact::absent;
  Digest digest; ///< of the contents
};

/// By path.
using Dependencies = std::map<std::string, Dependency>;

/// The given file system, with every question noted in `out`. Contents are digested as they are read, so what
/// is noted is what the parser saw.
llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem>
recording(llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> files, Dependencies& out);

/// Asks the disk the same questions again, every path once.
class FileFacts {
public:
  bool holds(const Dependency& dependency);

private:
  struct Known {
    bool present = false;
    bool digested = false;
    Digest digest;
  };
  std::unordered_map<std::string, Known> known_;
};

} // namespace burler::extract

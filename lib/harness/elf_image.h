// What an executable file says about itself without being run.
#pragma once

#include "base/result.h"

#include <string>

namespace burler::harness {

enum class LinkedEngine { none, explore, tsan, thread_sanitizer };

struct ElfImage {
  bool is_elf = false;
  std::string build_id;    ///< hex of the GNU build id, empty when it has none
  bool loaded = false;     ///< by the dynamic loader, for this machine: LD_PRELOAD reaches it
  bool privileged = false; ///< runs as another user or group: the loader ignores LD_PRELOAD
  LinkedEngine engine = LinkedEngine::none; ///< by the engine's marker text in the file
};

/// The error says what is wrong with the path (missing, a folder, not executable, not readable).
Result<ElfImage> read_elf_image(const std::string& path);

} // namespace burler::harness

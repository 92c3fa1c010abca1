// Writing files that readers never see half-written.
#pragma once

#include "base/result.h"

#include <string>
#include <string_view>

namespace burler::report {

/// Writes `text` to a temporary file beside `path` and renames it; a link is followed, a pipe or device is
/// written in place; "-" is standard output. A reader that closed our pipe chose to stop: no error (the
/// caller must ignore SIGPIPE). A full disk or a missing folder is an Error, and no temporary file stays
/// behind.
Status write_whole(const std::string& path, std::string_view text);

} // namespace burler::report

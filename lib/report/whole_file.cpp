#include "report/whole_file.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <iostream>
#include <unistd.h>

namespace burler::report {
namespace {

namespace fs = std::filesystem;

Error failure(const std::string& path, int code) {
  const char* hint = code == ENOSPC || code == EDQUOT ? "free some space" : "check the folder and its rights";
  return Error{"cannot write " + path + ": " + std::strerror(code), hint};
}

/// 0 or the error number. A closed pipe counts as done.
int write_all(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const ssize_t n = ::write(descriptor, text.data(), text.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return errno == EPIPE ? 0 : errno;
    text.remove_prefix(static_cast<std::size_t>(n));
  }
  return 0;
}

int write_new_file(const std::string& path, int flags, std::string_view text) {
  const int descriptor = ::open(path.c_str(), O_WRONLY | O_CLOEXEC | flags, 0666);
  if (descriptor < 0) return errno;
  const int written = write_all(descriptor, text);
  const int closed = ::close(descriptor) == 0 ? 0 : errno; // network file systems report a full disk here
  return written ? written : closed;
}

} // namespace

Status write_whole(const std::string& path, std::string_view text) {
  if (path == "-") {
    std::cout.flush();
    if (const int code = write_all(STDOUT_FILENO, text)) return failure("to standard output", code);
    return {};
  }
  std::error_code error;
  if (fs::exists(path, error) && !fs::is_regular_file(path, error)) { // a pipe or /dev/null: no rename
    if (const int code = write_new_file(path, 0, text)) return failure(path, code);
    return {};
  }
  const std::string target = fs::is_symlink(path, error) ? fs::weakly_canonical(path, error).string() : path;
  const std::string temporary = target + ".tmp" + std::to_string(::getpid());
  int code = write_new_file(temporary, O_CREAT | O_TRUNC, text);
  if (!code && ::rename(temporary.c_str(), target.c_str()) != 0) code = errno;
  if (!code) return {};
  ::unlink(temporary.c_str());
  return failure(path, code);
}

} // namespace burler::report

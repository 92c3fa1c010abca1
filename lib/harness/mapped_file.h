// A file mapped for reading; empty when it cannot be.
#pragma once

#include <cstddef>
#include <fcntl.h>
#include <string>
#include <string_view>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace burler::harness {

class MappedFile {
public:
  explicit MappedFile(const std::string& path) {
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    struct stat info{};
    if (descriptor >= 0 && ::fstat(descriptor, &info) == 0 && info.st_size > 0) {
      void* at =
          ::mmap(nullptr, static_cast<std::size_t>(info.st_size), PROT_READ, MAP_PRIVATE, descriptor, 0);
      if (at != MAP_FAILED) text_ = {static_cast<const char*>(at), static_cast<std::size_t>(info.st_size)};
    }
    if (descriptor >= 0) ::close(descriptor);
  }
  ~MappedFile() {
    if (!text_.empty()) ::munmap(const_cast<char*>(text_.data()), text_.size());
  }
  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;

  std::string_view text() const { return text_; }
  /// Null when a T does not fit at `offset`.
  template <typename T> const T* at(std::size_t offset) const {
    const bool fits = offset <= text_.size() && sizeof(T) <= text_.size() - offset;
    return fits ? reinterpret_cast<const T*>(text_.data() + offset) : nullptr;
  }

private:
  std::string_view text_;
};

} // namespace burler::harness

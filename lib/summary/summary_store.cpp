#include "summary/summary_store.h"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <unistd.h>
#include <utility>

namespace burler::summary {
namespace {

Error failure(const std::string& what, int code) {
  return {what + ": " + std::strerror(code), "check the space and the rights of the folder in TMPDIR"};
}

/// A file without a name, so that nothing is left behind however the process ends.
Result<std::shared_ptr<OpenFile>> unlinked_file() {
  std::error_code ignored;
  const std::string folder = std::filesystem::temp_directory_path(ignored).string();
  int descriptor = open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
  if (descriptor < 0) { // a file system without O_TMPFILE
    std::string path = folder + "/burler-XXXXXX";
    descriptor = mkostemp(path.data(), O_CLOEXEC);
    if (descriptor >= 0) unlink(path.c_str());
  }
  if (descriptor < 0) return failure("cannot make a temporary file in " + folder, errno);
  return std::make_shared<OpenFile>(descriptor);
}

} // namespace

OpenFile::~OpenFile() { close(descriptor_); }

Status SummaryStore::put(std::uint64_t number, std::string_view bytes) {
  auto head = head_from_bytes(bytes);
  if (!head) return head.error();
  if (spool_ == nullptr) {
    auto made = unlinked_file();
    if (!made) return made.error();
    spool_ = *made;
  }
  Entry entry{spool_, end_, bytes.size(), std::move(*head)};
  while (!bytes.empty()) {
    const ssize_t written =
        pwrite(spool_->descriptor(), bytes.data(), bytes.size(), static_cast<off_t>(end_));
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return failure("cannot write a summary", errno);
    end_ += static_cast<std::uint64_t>(written);
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  entries_.insert_or_assign(number, std::move(entry));
  return {};
}

Status SummaryStore::refer(std::uint64_t number, std::shared_ptr<OpenFile> file, std::uint64_t offset,
                           std::uint64_t size) {
  Entry entry{std::move(file), offset, size, {}};
  const auto read = bytes(entry);
  if (!read) return read.error();
  auto head = head_from_bytes(*read);
  if (!head) return head.error();
  entry.head = std::move(*head);
  entries_.insert_or_assign(number, std::move(entry));
  return {};
}

Result<std::string> SummaryStore::bytes(const Entry& entry) {
  std::string out(entry.size, '\0');
  std::size_t done = 0;
  while (done < out.size()) {
    const ssize_t got = pread(entry.file->descriptor(), out.data() + done, out.size() - done,
                              static_cast<off_t>(entry.offset + done));
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return failure("cannot read a summary", got < 0 ? errno : EIO);
    done += static_cast<std::size_t>(got);
  }
  return out;
}

Result<TranslationUnit> SummaryStore::load(const Entry& entry) {
  const auto read = bytes(entry);
  return read ? from_bytes(*read) : Result<TranslationUnit>(read.error());
}

} // namespace burler::summary

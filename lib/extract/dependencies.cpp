#include "extract/dependencies.h"

#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/xxhash.h"

#include <sys/stat.h>

namespace burler::extract {
namespace {

namespace vfs = llvm::vfs;

/// A file whose contents are noted when they are read.
class RecordedFile : public vfs::File {
public:
  RecordedFile(std::unique_ptr<vfs::File> file, Dependency& note) : file_(std::move(file)), note_(note) {}
  llvm::ErrorOr<vfs::Status> status() override { return file_->status(); }
  llvm::ErrorOr<std::string> getName() override { return file_->getName(); }
  llvm::ErrorOr<std::unique_ptr<llvm::MemoryBuffer>> getBuffer(const llvm::Twine& name, std::int64_t size,
                                                               bool terminated, bool is_volatile) override {
    auto buffer = file_->getBuffer(name, size, terminated, is_volatile);
    if (buffer) {
      note_.fact = FileFact::contents;
      note_.digest = digest_of({(*buffer)->getBufferStart(), (*buffer)->getBufferSize()});
    }
    return buffer;
  }
  std::error_code close() override { return file_->close(); }

private:
  std::unique_ptr<vfs::File> file_;
  Dependency& note_;
};

class RecordingFileSystem : public vfs::ProxyFileSystem {
public:
  RecordingFileSystem(llvm::IntrusiveRefCntPtr<vfs::FileSystem> files, Dependencies& out)
      : ProxyFileSystem(std::move(files)), out_(out) {}

  llvm::ErrorOr<vfs::Status> status(const llvm::Twine& path) override {
    auto found = getUnderlyingFS().status(path);
    note(path, static_cast<bool>(found));
    return found;
  }
  bool exists(const llvm::Twine& path) override {
    const bool found = getUnderlyingFS().exists(path);
    note(path, found);
    return found;
  }
  llvm::ErrorOr<std::unique_ptr<vfs::File>> openFileForRead(const llvm::Twine& path) override {
    auto file = getUnderlyingFS().openFileForRead(path);
    Dependency& noted = note(path, static_cast<bool>(file));
    if (!file) return file.getError();
    return std::unique_ptr<vfs::File>(std::make_unique<RecordedFile>(std::move(*file), noted));
  }

private:
  Dependency& note(const llvm::Twine& path, bool found) {
    llvm::SmallString<256> full;
    path.toVector(full);
    (void)makeAbsolute(full);
    Dependency& noted = out_[full.str().str()];
    if (noted.path.empty()) noted.path = full.str().str();
    if (found && noted.fact == FileFact::absent) noted.fact = FileFact::present;
    return noted;
  }

  Dependencies& out_;
};

} // namespace

Digest digest_of(std::string_view bytes) {
  const llvm::XXH128_hash_t hash =
      llvm::xxh3_128bits({reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()});
  return {hash.low64, hash.high64};
}

llvm::IntrusiveRefCntPtr<vfs::FileSystem> recording(llvm::IntrusiveRefCntPtr<vfs::FileSystem> files,
                                                    Dependencies& out) {
  return llvm::makeIntrusiveRefCnt<RecordingFileSystem>(std::move(files), out);
}

bool FileFacts::holds(const Dependency& dependency) {
  const auto [entry, fresh] = known_.try_emplace(dependency.path);
  Known& known = entry->second;
  if (fresh) {
    struct stat status{};
    known.present = stat(dependency.path.c_str(), &status) == 0;
  }
  if (dependency.fact != FileFact::contents || !known.present)
    return known.present == (dependency.fact != FileFact::absent);
  if (!known.digested) {
    auto buffer = llvm::MemoryBuffer::getFile(dependency.path, false, false);
    known.present = static_cast<bool>(buffer);
    if (buffer) known.digest = digest_of({(*buffer)->getBufferStart(), (*buffer)->getBufferSize()});
    known.digested = known.present;
  }
  return known.present && known.digest == dependency.digest;
}

} // namespace burler::extract

// The summaries of a run, outside the memory of the process: an unlinked temporary file, which is gone with
// the process however it ends, and the files of shards.
#pragma once

#include "base/result.h"
#include "summary/summary_file.h"

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>

namespace burler::summary {

/// A descriptor that is closed with its owner.
class OpenFile {
public:
  explicit OpenFile(int descriptor) : descriptor_(descriptor) {}
  ~OpenFile();
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;
  int descriptor() const { return descriptor_; }

private:
  int descriptor_;
};

class SummaryStore {
public:
  struct Entry {
    std::shared_ptr<OpenFile> file;
    std::uint64_t offset = 0;
    std::uint64_t size = 0;
    SummaryHead head;
  };

  /// Adds the summary of unit `number` or replaces it. Errors: damaged bytes, a full disk.
  Status put(std::uint64_t number, std::string_view bytes);
  /// Adds a summary that lies in a file already.
  Status refer(std::uint64_t number, std::shared_ptr<OpenFile> file, std::uint64_t offset,
               std::uint64_t size);

  /// By unit number, which is the order of linking.
  const std::map<std::uint64_t, Entry>& entries() const { return entries_; }
  static Result<std::string> bytes(const Entry& entry);
  static Result<TranslationUnit> load(const Entry& entry);

private:
  std::shared_ptr<OpenFile> spool_;
  std::uint64_t end_ = 0;
  std::map<std::uint64_t, Entry> entries_;
};

} // namespace burler::summary

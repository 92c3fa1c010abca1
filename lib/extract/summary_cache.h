// Summaries of earlier runs, found again by content: ccache's direct mode. The key names the command, the
// tool and the models; under it lies a manifest of what the summary depended on; a hit is a manifest entry
// whose every dependency still holds, so no unit is parsed to find it. Absent files count too, so a new
// header earlier in the include path is seen, which ccache leaves out.
#pragma once

#include "base/result.h"
#include "extract/dependencies.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace burler::extract {

/// Several runs may use one folder at once: files appear whole, by rename, and one that is damaged or of
/// another version counts as missing and is written anew.
class SummaryCache {
public:
  /// Makes the folder. `identity` is everything besides the command that decides a summary.
  static Result<SummaryCache> open(const std::string& folder, const std::string& identity);

  /// `arguments` as Clang gets them.
  std::string key(const Command& command, const std::vector<std::string>& arguments) const;

  /// The bytes of the summary, unchecked, or none. Costs the digests of the files not yet asked for.
  std::optional<std::string> find(const std::string& key);
  /// Best effort: a full disk only costs the next run its hit.
  void store(const std::string& key, const Dependencies& dependencies, std::string_view summary) const;

  /// Removes the least recently used files until `limit` bytes are kept, when there are more. Returns the
  /// bytes kept.
  std::uint64_t prune(std::uint64_t limit) const;

private:
  SummaryCache(std::filesystem::path folder, std::string identity)
      : folder_(std::move(folder)), identity_(std::move(identity)) {}
  std::filesystem::path place(const std::string& key) const;

  std::filesystem::path folder_;
  std::string identity_;
  FileFacts facts_;
};

/// Of this program, the Clang it is linked with, and the environment variables that Clang reads.
std::string tool_identity();

} // namespace burler::extract

#include "extract/summary_cache.h"

#include "base/hash.h"
#include "summary/archive.h"
#include "summary/summary_file.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <fstream>
#include <sstream>
#include <sys/stat.h>
#include <unistd.h>

namespace burler::extract {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view magic = "BRLM1";
constexpr std::size_t most_entries = 4; ///< of a manifest: branches one switches between

struct ManifestEntry {
  std::string result; ///< the end of the summary's file name
  std::vector<Dependency> dependencies;
};

std::string hex(Digest digest) {
  char text[33];
  std::snprintf(text, sizeof text, "%016llx%016llx", static_cast<unsigned long long>(digest.high),
                static_cast<unsigned long long>(digest.low));
  return text;
}

std::optional<std::string> read_file(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return std::nullopt;
  std::ostringstream bytes;
  bytes << file.rdbuf();
  return std::move(bytes).str();
}

/// Whole or not at all.
bool write_file(const fs::path& path, std::string_view bytes) {
  const std::string temporary = path.string() + ".tmp" + std::to_string(getpid());
  {
    std::ofstream file(temporary, std::ios::binary | std::ios::trunc);
    file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    file.close();
    if (file && rename(temporary.c_str(), path.c_str()) == 0) return true;
  }
  unlink(temporary.c_str());
  return false;
}

/// Paths are sorted, so each is written as what differs from the one before.
template <class A> void io_dependencies(A& ar, std::vector<Dependency>& list) {
  std::uint64_t count = list.size();
  ar.number(count);
  if constexpr (A::reading) {
    if (count > ar.left()) return ar.fail();
    list.resize(count);
  }
  std::string before;
  for (Dependency& each : list) {
    std::uint64_t shared = 0;
    while (shared < before.size() && shared < each.path.size() && before[shared] == each.path[shared])
      ++shared;
    ar.number(shared);
    std::string rest = A::reading ? std::string() : each.path.substr(shared);
    ar.text(rest);
    if (shared > before.size()) shared = before.size();
    if constexpr (A::reading) each.path = before.substr(0, shared) + rest;
    before = each.path;
    summary::io_enum(ar, each.fact, FileFact::contents);
    if (each.fact == FileFact::contents) {
      ar.number(each.digest.low);
      ar.number(each.digest.high);
    }
    if (!ar.good()) return;
  }
}

template <class A> void io_manifest(A& ar, std::vector<ManifestEntry>& entries) {
  std::uint64_t count = entries.size();
  ar.number(count);
  if constexpr (A::reading) {
    if (count > most_entries) return ar.fail();
    entries.resize(count);
  }
  for (ManifestEntry& entry : entries) {
    ar.text(entry.result);
    io_dependencies(ar, entry.dependencies);
    if (!ar.good()) return;
  }
}

std::vector<ManifestEntry> read_manifest(const fs::path& path) {
  const auto bytes = read_file(path);
  std::uint64_t sum = 0;
  if (!bytes || !bytes->starts_with(magic) || bytes->size() < magic.size() + sizeof sum) return {};
  std::memcpy(&sum, bytes->data() + magic.size(), sizeof sum);
  const std::string_view contents = std::string_view(*bytes).substr(magic.size() + sizeof sum);
  if (checksum(contents) != sum) return {};
  summary::Reader ar(contents);
  std::vector<ManifestEntry> entries;
  io_manifest(ar, entries);
  return ar.good() ? entries : std::vector<ManifestEntry>{};
}

void write_manifest(const fs::path& path, std::vector<ManifestEntry>& entries) {
  summary::Writer ar;
  io_manifest(ar, entries);
  const std::uint64_t sum = checksum(ar.out);
  std::string bytes(magic);
  bytes.append(reinterpret_cast<const char*>(&sum), sizeof sum);
  write_file(path, bytes + ar.out);
}

void touch(const fs::path& path) { utimensat(AT_FDCWD, path.c_str(), nullptr, 0); }

} // namespace

Result<SummaryCache> SummaryCache::open(const std::string& folder, const std::string& identity) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error || access(folder.c_str(), R_OK | W_OK | X_OK) != 0)
    return Error{"the summary cache " + folder +
                     " cannot be used: " + (error ? error.message() : std::strerror(errno)),
                 "name a folder you may write in with --cache"};
  return SummaryCache(fs::absolute(folder), identity);
}

std::string SummaryCache::key(const Command& command, const std::vector<std::string>& arguments) const {
  std::string all = identity_;
  const auto add = [&](const std::string& part) { all.append(part).push_back('\0'); };
  add(command.directory);
  add(command.file);
  for (const std::string& argument : arguments)
    add(argument);
  return hex(digest_of(all));
}

fs::path SummaryCache::place(const std::string& key) const {
  return folder_ / key.substr(0, 2) / key.substr(2);
}

std::optional<std::string> SummaryCache::find(const std::string& key) {
  const std::string base = place(key).string();
  for (const ManifestEntry& entry : read_manifest(base + ".manifest")) {
    const auto holds = [&](const Dependency& d) { return facts_.holds(d); };
    if (!std::all_of(entry.dependencies.begin(), entry.dependencies.end(), holds)) continue;
    auto bytes = read_file(base + "-" + entry.result + ".summary");
    if (!bytes) continue;
    touch(base + ".manifest");
    touch(base + "-" + entry.result + ".summary");
    return bytes;
  }
  return std::nullopt;
}

void SummaryCache::store(const std::string& key, const Dependencies& dependencies,
                         std::string_view summary) const {
  const std::string base = place(key).string();
  std::error_code ignored;
  fs::create_directories(fs::path(base).parent_path(), ignored);
  ManifestEntry entry;
  std::string all;
  for (const auto& [path, dependency] : dependencies) {
    entry.dependencies.push_back(dependency);
    all += path + '\0' + hex(dependency.digest) + static_cast<char>('0' + static_cast<int>(dependency.fact));
  }
  entry.result = hex(digest_of(all)).substr(0, 16);
  if (!write_file(base + "-" + entry.result + ".summary", summary)) return;
  std::vector<ManifestEntry> entries = read_manifest(base + ".manifest");
  std::erase_if(entries, [&](const ManifestEntry& e) { return e.result == entry.result; });
  entries.insert(entries.begin(), std::move(entry));
  if (entries.size() > most_entries) entries.resize(most_entries);
  write_manifest(base + ".manifest", entries);
}

std::uint64_t SummaryCache::prune(std::uint64_t limit) const {
  struct Item {
    fs::file_time_type used;
    std::uint64_t size;
    fs::path path;
  };
  std::vector<Item> items;
  std::uint64_t total = 0;
  std::error_code error;
  const auto stale = fs::file_time_type::clock::now() - std::chrono::hours(1);
  for (fs::recursive_directory_iterator it(folder_, error), end; !error && it != end; it.increment(error)) {
    std::error_code gone; // another run may remove it at the same time
    if (!it->is_regular_file(gone)) continue;
    const std::string name = it->path().filename().string();
    const bool temporary = name.find(".tmp") != std::string::npos;
    if (!temporary && !name.ends_with(".summary") && !name.ends_with(".manifest")) continue; // not ours
    Item item{it->last_write_time(gone), it->file_size(gone), it->path()};
    if (gone) continue;
    if (temporary) {
      if (item.used < stale) fs::remove(item.path, gone); // left by a run that was killed
      continue;
    }
    total += item.size;
    items.push_back(std::move(item));
  }
  if (total <= limit) return total;
  std::sort(items.begin(), items.end(), [](const Item& a, const Item& b) { return a.used < b.used; });
  for (const Item& item : items) {
    if (total <= limit / 10 * 8) break;
    std::error_code gone;
    if (fs::remove(item.path, gone)) total -= item.size;
  }
  return total;
}

std::string tool_identity() {
  const auto self = read_file("/proc/self/exe");
  std::string all = hex(digest_of(self ? *self : std::string())) + clang::getClangFullVersion() +
                    std::to_string(summary::summary_version);
  for (const char* name : {"CPATH", "C_INCLUDE_PATH", "CPLUS_INCLUDE_PATH", "OBJC_INCLUDE_PATH",
                           "SOURCE_DATE_EPOCH", "GCC_EXEC_PREFIX", "COMPILER_PATH", "CCC_OVERRIDE_OPTIONS"}) {
    const char* value = std::getenv(name);
    all += std::string(name) + '=' + (value != nullptr ? value : "") + '\0';
  }
  return hex(digest_of(all));
}

} // namespace burler::extract

#include "summary/shard_file.h"

#include "base/hash.h"
#include "summary/archive.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <set>
#include <sys/stat.h>
#include <unistd.h>

namespace burler::summary {

namespace fs = std::filesystem;

namespace {

// magic, size and checksum of the index, the index, then the summaries one after the other
constexpr std::string_view magic = "BRLSHRD1";
constexpr std::size_t prologue = magic.size() + 2 * sizeof(std::uint64_t);

struct Slot {
  std::uint64_t number = 0;
  std::uint64_t size = 0;
};

struct Index {
  ShardHead head;
  std::vector<Slot> slots;
};

template <class A> void io(A& ar, Slot& slot) {
  ar.number(slot.number);
  ar.number(slot.size);
}
/// Not an overload of io: argument-dependent lookup does not find one here for a type of another namespace.
template <class A> void io_undecided(A& ar, std::vector<Undecided>& entries) {
  std::uint64_t count = entries.size();
  ar.number(count);
  if constexpr (A::reading) {
    if (count > ar.left()) return ar.fail();
    entries.resize(count);
  }
  for (Undecided& entry : entries) {
    ar.text(entry.what);
    ar.text(entry.reason);
  }
}
template <class A> void io(A& ar, Index& index) {
  ar.text(index.head.tool);
  ar.text(index.head.program);
  io(ar, index.head.isolate);
  ar.number(index.head.shard.index);
  ar.number(index.head.shard.count);
  io_undecided(ar, index.head.undecided);
  io(ar, index.slots);
}

Error damaged(const std::string& path, const std::string& why) {
  return {path + ": " + why, "run this shard again"};
}

std::string file_name(const Shard& shard) {
  return "burler-" + std::to_string(shard.index) + "-of-" + std::to_string(shard.count) + ".summaries";
}

bool write_bytes(const std::string& path, Index& index, const SummaryStore& store) {
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  Writer ar;
  io(ar, index);
  const std::uint64_t size = ar.out.size();
  const std::uint64_t sum = checksum(ar.out);
  file << magic;
  file.write(reinterpret_cast<const char*>(&size), sizeof size);
  file.write(reinterpret_cast<const char*>(&sum), sizeof sum);
  file << ar.out;
  for (const auto& [number, entry] : store.entries()) {
    const auto bytes = SummaryStore::bytes(entry);
    if (!bytes) return false;
    file.write(bytes->data(), static_cast<std::streamsize>(bytes->size()));
  }
  file.close();
  return static_cast<bool>(file);
}

/// Reads one shard's index and refers its summaries from `store`.
Result<ShardHead> read_shard(const std::string& path, SummaryStore& store) {
  const auto file = std::make_shared<OpenFile>(open(path.c_str(), O_RDONLY | O_CLOEXEC));
  struct stat status{};
  if (file->descriptor() < 0 || fstat(file->descriptor(), &status) != 0)
    return Error{"cannot read " + path + ": " + std::strerror(errno), "check its rights"};
  const auto whole = static_cast<std::uint64_t>(status.st_size);
  if (whole < prologue) return damaged(path, "too short for summaries of a shard");
  const auto start = SummaryStore::bytes({file, 0, prologue, {}});
  if (!start) return start.error();
  if (!start->starts_with(magic)) return damaged(path, "no summaries of a shard, or of another version");
  std::uint64_t size = 0;
  std::uint64_t sum = 0;
  std::memcpy(&size, start->data() + magic.size(), sizeof size);
  std::memcpy(&sum, start->data() + magic.size() + sizeof size, sizeof sum);
  if (size > whole - prologue) return damaged(path, "truncated");
  const auto bytes = SummaryStore::bytes({file, prologue, size, {}});
  if (!bytes) return bytes.error();
  Index index;
  Reader ar(*bytes);
  if (checksum(*bytes) == sum) io(ar, index);
  if (checksum(*bytes) != sum || !ar.good() || ar.left() != 0) return damaged(path, "damaged index");
  std::uint64_t at = prologue + size;
  for (const Slot& slot : index.slots) {
    if (slot.size > whole - at) return damaged(path, "truncated");
    if (const Status kept = store.refer(slot.number, file, at, slot.size); !kept)
      return damaged(path, kept.error().message);
    at += slot.size;
  }
  return index.head;
}

} // namespace

Status write_shard(const std::string& folder, const ShardHead& head, const SummaryStore& store) {
  Index index{head, {}};
  for (const auto& [number, entry] : store.entries())
    index.slots.push_back({number, entry.size});
  std::error_code error;
  fs::create_directories(folder, error);
  const std::string path = (fs::path(folder) / file_name(head.shard)).string();
  const std::string temporary = path + ".tmp" + std::to_string(getpid());
  if (!error && write_bytes(temporary, index, store) && rename(temporary.c_str(), path.c_str()) == 0)
    return {};
  const std::string why = error ? error.message() : std::strerror(errno);
  unlink(temporary.c_str());
  return Error{"cannot write " + path + ": " + why, "check the space and the rights of the folder"};
}

Result<LinkedShards> read_shards(const std::string& folder, const std::string& tool) {
  std::vector<std::string> files;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder, error))
    if (entry.path().extension() == ".summaries") files.push_back(entry.path().string());
  if (error) return Error{"cannot read " + folder + ": " + error.message(), "name the folder of --summaries"};
  std::sort(files.begin(), files.end());
  LinkedShards linked;
  std::set<Undecided> undecided;
  std::set<std::uint64_t> present;
  ShardHead first;
  for (const std::string& path : files) {
    const auto head = read_shard(path, linked.store);
    if (!head) return head.error();
    if (head->tool != tool)
      return Error{path + " was written by another version of burler or with other models",
                   "run all shards and the link with the same ones"};
    if (present.empty()) first = *head;
    if (head->program != first.program || head->isolate != first.isolate ||
        head->shard.count != first.shard.count)
      return Error{path + " and " + files.front() + " are of different runs",
                   "empty the folder and run all shards again"};
    present.insert(head->shard.index);
    undecided.insert(head->undecided.begin(), head->undecided.end());
  }
  if (files.empty())
    return Error{"no summaries in " + folder,
                 "write them with: burler lint --shard i/N --summaries " + folder};
  linked.isolate = first.isolate;
  linked.undecided.assign(undecided.begin(), undecided.end());
  for (std::uint64_t index = 0; index < first.shard.count; ++index)
    if (!present.contains(index))
      linked.undecided.push_back({"shard " + Shard{index, first.shard.count}.text(),
                                  "its summaries are not in " + folder + "; run it and link again"});
  return linked;
}

} // namespace burler::summary

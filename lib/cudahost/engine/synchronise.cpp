#include "cudahost/engine/synchronise.h"

#include <set>
#include <unordered_map>

namespace burler::cudahost {

struct Release {
  std::uint32_t segment;
  std::uint16_t tid;
  bool block_scope;
  std::uint16_t clock[32]; ///< of the releasing lane, itself included: accesses before are < its own entry
  std::vector<Acquire> acquired;
};

struct SyncLocation {
  std::vector<Release> releases;
};

namespace {

std::unordered_map<std::uintptr_t, SyncLocation>& locations() {
  static std::unordered_map<std::uintptr_t, SyncLocation> map;
  return map;
}

bool covers(const Release& r, const Record& old) {
  const Segment &a = segments[old.segment], &b = segments[r.segment];
  if (a.operation != b.operation || a.block != b.block) return false;
  if (a.epoch != b.epoch) return a.epoch < b.epoch;
  const unsigned tid = old.who & tid_mask;
  return tid >> 5 == r.tid >> 5u && r.clock[tid & 31] > old.clock;
}

/// Depth first over "acquired from location L its first n releases".
bool search(const std::vector<Acquire>& from, const Record& old, const Segment& reader,
            std::set<std::pair<const SyncLocation*, std::uint32_t>>& seen) {
  for (const Acquire& a : from) {
    for (std::uint32_t i = a.count; i-- > 0;) {
      if (!seen.insert({a.location, i}).second) break; // this prefix was searched
      const Release& r = a.location->releases[i];
      const Segment& at = segments[r.segment];
      const bool one_block = at.operation == reader.operation && at.block == reader.block;
      if (r.block_scope && !one_block) continue;
      if (covers(r, old) || search(r.acquired, old, at, seen)) return true;
    }
  }
  return false;
}

} // namespace

void synchronise(Thread& t, std::uintptr_t address, bool reads, bool writes, bool block_scope,
                 bool release_order) {
  const bool releases = writes && (release_order || t.fence >= 0);
  auto& map = locations();
  auto it = map.find(address);
  if (it == map.end()) {
    if (!releases) return;
    it = map.emplace(address, SyncLocation()).first;
  }
  SyncLocation& location = it->second;
  if (reads && !location.releases.empty()) {
    const auto count = static_cast<std::uint32_t>(location.releases.size());
    bool known = false;
    for (Acquire& a : t.acquired)
      if (a.location == &location) known = true, a.count = count;
    if (!known) t.acquired.push_back({&location, count});
  }
  if (!releases) return;
  Release r{
      t.segment, t.tid, block_scope || (!release_order && t.fence == burler_scope_block), {}, t.acquired};
  r.acquired.insert(r.acquired.end(), t.block->acquired.begin(), t.block->acquired.end());
  if (t.clock[t.lane] != 0xffff) t.loose[t.lane] = ++t.clock[t.lane];
  std::copy(t.clock, t.clock + 32, r.clock);
  location.releases.push_back(std::move(r));
}

bool acquired(const Record& old, const Thread& t) {
  if (t.acquired.empty() && t.block->acquired.empty()) return false;
  std::set<std::pair<const SyncLocation*, std::uint32_t>> seen;
  const Segment& reader = segments[t.segment];
  return search(t.acquired, old, reader, seen) || search(t.block->acquired, old, reader, seen);
}

void forget_synchronisation() { locations().clear(); }

} // namespace burler::cudahost

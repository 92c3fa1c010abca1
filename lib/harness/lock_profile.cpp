#include "harness/lock_profile.h"

#include <algorithm>
#include <cstring>
#include <iterator>

namespace burler::harness {
namespace {

using namespace runtime;
using nlohmann::json;

constexpr std::size_t kPlaces = 5, kMatrix = 64, kStacksForName = 8;
constexpr std::uint64_t kJoins = static_cast<std::uint64_t>(WaitKind::join);

const char* name_of_kind(WaitKind kind) {
  switch (kind) {
  case WaitKind::exclusive:
  case WaitKind::shared:
    return "locks";
  case WaitKind::condition:
    return "conditions";
  case WaitKind::semaphore:
    return "semaphores";
  case WaitKind::barrier:
    return "barriers";
  case WaitKind::futex:
    return "futexes";
  case WaitKind::join:
    return "joins";
  }
  return "?";
}

double seconds(std::uint64_t ns) { return static_cast<double>(ns) / 1e9; }
double share(std::uint64_t part, std::uint64_t whole) {
  return whole == 0 ? 0.0 : static_cast<double>(part) / static_cast<double>(whole);
}

/// Largest first, at most `most`.
template <typename Map, typename Size>
std::vector<typename Map::const_pointer> largest(const Map& map, std::size_t most, Size size) {
  std::vector<typename Map::const_pointer> out;
  for (const auto& entry : map)
    out.push_back(&entry);
  std::sort(out.begin(), out.end(), [&](const auto* a, const auto* b) {
    return size(a->second) != size(b->second) ? size(a->second) > size(b->second) : a->first < b->first;
  });
  if (out.size() > most) out.resize(most);
  return out;
}

} // namespace

void LockProfile::Place::add(const Place& other) {
  count += other.count;
  contended += other.contended;
  failed += other.failed;
  wait_ns += other.wait_ns;
  wait_most = std::max(wait_most, other.wait_most);
  holds += other.holds;
  hold_ns += other.hold_ns;
  hold_most = std::max(hold_most, other.hold_most);
}

json LockProfile::Place::json() const {
  return {{"count", count},
          {"contended", contended},
          {"failed", failed},
          {"wait_seconds", seconds(wait_ns)},
          {"average_wait_us", share(wait_ns, count) / 1e3},
          {"longest_wait_us", static_cast<double>(wait_most) / 1e3},
          {"hold_seconds", seconds(hold_ns)},
          {"average_hold_us", share(hold_ns, holds) / 1e3},
          {"longest_hold_us", static_cast<double>(hold_most) / 1e3}};
}

RawStack LockProfile::stack(const ProfileArea& area, const sched::Site* sites, std::uint32_t count) const {
  RawStack out;
  for (std::uint32_t i = 0; i < std::min(count, profile_frames); ++i) {
    const std::uint32_t module = sched::site_module(sites[i]);
    if (module >= std::min(area.module_count, profile_modules)) break;
    out.push_back(
        {{area.modules[module], ::strnlen(area.modules[module], 256)}, sched::site_offset(sites[i])});
  }
  return out;
}

void LockProfile::add(const FreeRun& run) {
  const ProfileArea& area = run.area();
  ++runs_;
  process_ns_ += run.end_ns() - area.begin;
  truncated_ += area.truncated;
  add_threads(area, run.end_ns());
  add_objects(area);
}

void LockProfile::add_threads(const ProfileArea& area, std::uint64_t end) {
  const std::uint32_t count = std::min(area.thread_count, profile_threads);
  RawFinding names;
  for (std::uint32_t i = 0; i < count; ++i) {
    const ProfiledThread& thread = area.threads[i];
    names.threads[i] = {thread.parent,
                        {thread.name, ::strnlen(thread.name, sizeof thread.name)},
                        stack(area, thread.created, thread.frame_count)};
  }
  const auto name = [&](std::uint32_t i) { return builder_.names().thread(names, i); };
  for (std::uint32_t i = 0; i < count; ++i) {
    const ProfiledThread& thread = area.threads[i];
    if (thread.used == 0) continue;
    const std::uint64_t over = thread.end != 0 ? thread.end : end;
    const std::uint64_t lived = over > thread.begin ? over - thread.begin : 0;
    thread_ns_ += lived - std::min(lived, thread.waited[kJoins]);
    for (std::uint32_t kind = 0; kind < wait_kinds; ++kind)
      waited_[kind] += thread.waited[kind];
    for (std::uint32_t other = 0; other < count; ++other)
      if (thread.waited_for[other] != 0) matrix_[{name(i), name(other)}] += thread.waited_for[other];
  }
}

void LockProfile::add_objects(const ProfileArea& area) {
  std::map<std::uint32_t, InRun> objects; // by index
  for (std::uint32_t i = 0; i < std::min(area.thread_count, profile_threads); ++i)
    for (const ProfiledSite& site : area.threads[i].sites) {
      if (site.object == 0 || site.object > profile_objects) continue;
      InRun& object = objects[site.object - 1];
      object.lock |= site.kind == WaitKind::exclusive || site.kind == WaitKind::shared;
      object.kind = site.kind;
      object.sites.emplace_back(stack(area, site.frames, site.frame_count),
                                Place{site.count, site.contended, site.failed, site.wait_ns, site.wait_most,
                                      site.holds, site.hold_ns, site.hold_most});
    }
  std::map<Named*, std::uint64_t> instances;
  for (const auto& [index, object] : objects) {
    const ProfiledObject& known = area.objects[index];
    RawObject raw;
    raw.where = known.place == ProfiledPlace::global  ? Where::global
                : known.place == ProfiledPlace::stack ? Where::stack
                                                      : Where::heap;
    raw.thread = known.thread;
    if (raw.where == Where::global) {
      const RawStack symbol = stack(area, &known.symbol, 1);
      if (!symbol.empty()) raw.symbol = symbol.front();
    }
    std::vector<RawStack> stacks;
    for (const auto& [frames, place] : object.sites)
      if (stacks.size() < kStacksForName) stacks.push_back(frames);
    const std::string name = lock_name(builder_, raw, stacks);
    Named& named = object.lock ? locks_[name] : others_[{name_of_kind(object.kind), name}];
    named.instances = std::max(named.instances, ++instances[&named]);
    for (const auto& [frames, place] : object.sites) {
      const SourcePlace where = builder_.frames().trim(frames).location;
      std::string text = short_place(where);
      if (!where.file.empty() && !where.function.empty()) text += " in " + where.function;
      named.places[text].add(place);
      named.sum.add(place);
    }
  }
}

json LockProfile::lock_json(const std::string& name, const Named& lock, const LockFactsByName& known) const {
  json out = lock.sum.json();
  out["name"] = name;
  out["instances"] = lock.instances;
  out["waited_share"] = share(lock.sum.wait_ns, thread_ns_);
  out["places"] = json::array();
  for (const auto* place :
       largest(lock.places, kPlaces, [](const Place& p) { return p.wait_ns + p.hold_ns; })) {
    json entry = place->second.json();
    entry["place"] = place->first;
    out["places"].push_back(std::move(entry));
  }
  const LockFacts* facts = known.find(name);
  if (facts != nullptr && facts->logged != 0)
    out["facts"] = {{"sections", facts->sections},
                    {"shared_sections", facts->shared_sections},
                    {"idle", facts->idle},
                    {"only_reading", facts->reading},
                    {"single_word", facts->single},
                    {"condition_waits", facts->conditions},
                    {"waits_inside", facts->waits_inside},
                    {"accesses", facts->accesses},
                    {"guarded_accesses", facts->guarded_accesses},
                    {"disjoint_sets", facts->groups},
                    {"sets", facts->group_names}};
  const LockLoad load{lock.sum.count,   lock.sum.contended, lock.sum.holds,
                      lock.sum.wait_ns, lock.sum.hold_ns,   thread_ns_};
  const Advice advice = advise(load, facts != nullptr ? *facts : LockFacts{});
  if (!advice.kind.empty()) out["advice"] = {{"kind", advice.kind}, {"text", advice.text}};
  return out;
}

json LockProfile::report(const LockFactsByName& facts) const {
  json waiting = json::object();
  std::uint64_t between = 0;
  for (std::uint32_t kind = 0; kind < wait_kinds; ++kind) {
    const char* name = name_of_kind(static_cast<WaitKind>(kind));
    waiting[name] = waiting.value(name, 0.0) + seconds(waited_[kind]);
    if (kind != kJoins) between += waited_[kind];
  }
  json out = {
      {"runs", runs_},          {"seconds", seconds(process_ns_)}, {"thread_seconds", seconds(thread_ns_)},
      {"waiting", waiting},     {"D", share(between, thread_ns_)}, {"locks", json::array()},
      {"waits", json::array()}, {"wait_matrix", json::array()}};
  if (truncated_ != 0) out["truncated"] = truncated_;
  const auto waits = [](const Named& n) { return n.sum.wait_ns; };
  for (const auto* lock : largest(locks_, locks_.size(), waits))
    out["locks"].push_back(lock_json(lock->first, lock->second, facts));
  for (const auto* other : largest(others_, others_.size(), waits))
    out["waits"].push_back({{"kind", other->first.first},
                            {"name", other->first.second},
                            {"count", other->second.sum.count},
                            {"wait_seconds", seconds(other->second.sum.wait_ns)},
                            {"longest_wait_us", static_cast<double>(other->second.sum.wait_most) / 1e3}});
  for (const auto* pair : largest(matrix_, kMatrix, [](std::uint64_t ns) { return ns; }))
    out["wait_matrix"].push_back(
        {{"waiter", pair->first.first}, {"for", pair->first.second}, {"seconds", seconds(pair->second)}});
  return out;
}

} // namespace burler::harness

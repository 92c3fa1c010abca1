#include "harness/reads_from_pairs.h"

#include <algorithm>
#include <string_view>
#include <unordered_map>

namespace burler::harness {
namespace {

using sched::Site;

constexpr std::size_t kMostFruitful = 64;
constexpr std::size_t kMostKinds = 1u << 14;
constexpr std::uint32_t kMostSkips = 64;

/// Somebody else than the one thread that reads also writes.
template <typename Place> bool may_meet(const Place& read, const Place& write) {
  return read.several || write.several || read.thread != write.thread;
}

} // namespace

void ReadsFromPairs::count(const runtime::Arena& arena, std::map<std::uint64_t, Places>& places,
                           std::set<Pair>& pairs) {
  std::unordered_map<std::uint32_t, Site> last;
  std::map<std::uint64_t, std::map<Site, std::uint32_t>> executed;
  const std::uint32_t steps = std::min(arena.result.step_count, runtime::max_steps_recorded);
  for (std::uint32_t i = 0; i < steps; ++i) {
    const sched::Step& step = arena.steps[i];
    if (step.object == 0 || step.object > runtime::max_objects || !sched::is_choice(step.op)) continue;
    const std::uint64_t subject = arena.objects[step.object - 1].subject;
    if (subject == 0) continue;
    const bool fresh = places[subject].find(step.site) == places[subject].end();
    Place& place = places[subject][step.site];
    ++place.most;
    if (fresh) place.thread = step.thread;
    place.several |= place.thread != step.thread;
    place.observes |= sched::observes(step.op);
    place.leaves |= sched::leaves(step.op);
    Site& left = last[step.object];
    if (sched::observes(step.op)) pairs.insert({step.site, left});
    if (sched::leaves(step.op)) left = step.site;
  }
}

void ReadsFromPairs::offer(std::uint64_t subject, Site read, Site write) {
  if (kinds_.size() >= kMostKinds && kinds_.find({read, write}) == kinds_.end()) return;
  std::vector<std::uint64_t>& subjects = kinds_[{read, write}].subjects;
  if (std::find(subjects.begin(), subjects.end(), subject) == subjects.end()) subjects.push_back(subject);
}

void ReadsFromPairs::merge(std::uint64_t subject, const Places& run) {
  Places& known = places_[subject];
  bool grown = false;
  for (const auto& [site, place] : run) {
    const auto [at, fresh] = known.try_emplace(site, place);
    const bool several = at->second.several || at->second.thread != place.thread || place.several;
    grown |= fresh || several != at->second.several;
    at->second.several = several;
    at->second.most = std::max(at->second.most, place.most);
    at->second.observes |= place.observes;
    at->second.leaves |= place.leaves;
  }
  if (!grown) return;
  for (const auto& [read, reader] : known) {
    if (!reader.observes) continue;
    bool contested = false;
    for (const auto& [write, writer] : known)
      if (writer.leaves && may_meet(reader, writer)) {
        offer(subject, read, write);
        contested = true;
      }
    if (contested) offer(subject, read, 0);
  }
}

void ReadsFromPairs::learn(const runtime::Arena& arena, const Wishes& wishes) {
  std::map<std::uint64_t, Places> places;
  std::set<Pair> pairs;
  count(arena, places, pairs);
  const std::lock_guard guard(mutex_);
  for (const auto& [subject, run] : places)
    merge(subject, run);
  bool news = false;
  for (const Pair& pair : pairs)
    if (const auto kind = kinds_.find(pair); kind != kinds_.end() && !kind->second.seen)
      news = kind->second.seen = true;
  if (!news || wishes.empty()) return;
  if (fruitful_.size() < kMostFruitful)
    fruitful_.push_back(wishes);
  else
    fruitful_[next_fruitful_++ % kMostFruitful] = wishes;
}

sched::ReadsFrom ReadsFromPairs::fresh(sched::RandomSource& random) {
  double all = 0;
  for (const auto& [pair, kind] : kinds_)
    all += 1.0 / (1 + kind.tries);
  double at = static_cast<double>(random.below(1ULL << 53)) / static_cast<double>(1ULL << 53) * all;
  auto chosen = kinds_.begin();
  for (auto i = kinds_.begin(); i != kinds_.end(); ++i) {
    chosen = i;
    at -= 1.0 / (1 + i->second.tries);
    if (at < 0) break;
  }
  ++chosen->second.tries;
  sched::ReadsFrom wish;
  wish.read = chosen->first.first;
  wish.write = chosen->first.second;
  wish.subject = chosen->second.subjects[random.below(chosen->second.subjects.size())];
  const std::uint32_t most = std::min(places_[wish.subject][wish.read].most, kMostSkips);
  if (most > 1 && random.percent(50)) wish.skip = static_cast<std::uint32_t>(random.below(most));
  return wish;
}

ReadsFromPairs::Wishes ReadsFromPairs::choose(std::uint64_t seed, std::size_t count) {
  sched::RandomSource random(seed ^ 0x72656164736672ULL);
  const std::lock_guard guard(mutex_);
  Wishes wishes;
  if (kinds_.empty()) return wishes;
  if (count == 0) {
    count = random.percent(50) ? 1 : 2;
    if (count == 2 && !fruitful_.empty() && random.percent(50)) {
      wishes = fruitful_[random.below(fruitful_.size())];
      if (wishes.size() > 2) wishes.erase(wishes.begin() + static_cast<std::ptrdiff_t>(random.below(3)));
      count = wishes.size() + 1;
    }
  }
  while (wishes.size() < std::min<std::size_t>(count, runtime::max_wishes))
    wishes.push_back(fresh(random));
  return wishes;
}

bool takes_wishes(const std::string& strategy, std::size_t& count) {
  std::uint64_t parameter = 0;
  const sched::StrategyEntry* entry = sched::find_strategy(strategy, parameter);
  count = parameter;
  return entry != nullptr && std::string_view(entry->name) == "reads-from";
}

} // namespace burler::harness

#include "detect/lock_graph.h"

#include <algorithm>
#include <map>
#include <set>

namespace burler::detect {
namespace {

constexpr std::size_t most_variants = 12, most_steps = 200000;

class Search {
public:
  Search(Facts& facts, const ThreadTree& tree, const std::vector<LockInstance>& acquisitions)
      : facts_(facts), tree_(tree) {
    for (const LockInstance& site : acquisitions)
      add_edges(site);
  }

  std::vector<LockCycle> run() {
    for (const auto& [lock, next] : edges_) {
      start_ = lock;
      path_.clear();
      walk(lock);
    }
    return std::move(cycles_);
  }

private:
  void add_edges(const LockInstance& site) {
    const Acquisition& a = *site.acquisition;
    if ((a.flags & summary::flag_try) != 0 || site.lock == 0) return;
    for (const std::uint32_t item : facts_.sets[site.held]) {
      const PathId from = lock_of(item);
      if (from == site.lock || facts_.sets.contains(site.together, from)) continue;
      auto& variants = edges_[from][site.lock];
      const auto same = [&](const LockEdge& e) {
        return e.site.thread == site.thread && e.site.acquisition->origin.same_event(a.origin) &&
               e.site.held == site.held;
      };
      if (variants.size() < most_variants && std::none_of(variants.begin(), variants.end(), same))
        variants.push_back({from, site.lock, mode_of(item), a.mode, site});
    }
  }

  /// Cycles start at their smallest lock, so that each is found once.
  void walk(PathId at) {
    if (++steps_ > most_steps) return;
    const auto found = edges_.find(at);
    if (found == edges_.end()) return;
    for (const auto& [to, variants] : found->second) {
      if (to < start_ || visited_.contains(to)) continue;
      for (const LockEdge& edge : variants) {
        if (!compatible(edge)) continue;
        path_.push_back(edge);
        if (to == start_) {
          close();
        } else if (path_.size() < longest_cycle) {
          visited_.insert(to);
          walk(to);
          visited_.erase(to);
        }
        path_.pop_back();
      }
    }
  }

  bool compatible(const LockEdge& edge) {
    for (const LockEdge& other : path_) {
      for (const std::uint32_t x : facts_.sets[edge.site.held])
        for (const std::uint32_t y : facts_.sets[other.site.held])
          if (lock_of(x) == lock_of(y) &&
              (mode_of(x) == LockMode::exclusive || mode_of(y) == LockMode::exclusive))
            return false;
      const Relation r = relation(edge, other);
      if (!r.parallel) return false;
    }
    return true;
  }

  Relation relation(const LockEdge& x, const LockEdge& y) const {
    return tree_.relate(x.site.thread, x.site.acquisition->at, y.site.thread, y.site.acquisition->at);
  }

  void close() {
    for (std::size_t i = 0; i < path_.size(); ++i) {
      const LockEdge& waits = path_[i];
      const LockEdge& blocks = path_[(i + 1) % path_.size()];
      if (waits.to_mode == LockMode::shared && blocks.from_mode == LockMode::shared) return;
    }
    std::set<PathId> locks;
    for (const LockEdge& e : path_)
      locks.insert(e.from);
    LockCycle cycle{path_, believe()};
    if (cycle.belief == Belief::none) return;
    const auto [known, added] = by_locks_.try_emplace(locks, cycles_.size());
    if (added)
      cycles_.push_back(cycle);
    else if (cycle.belief > cycles_[known->second].belief)
      cycles_[known->second] = cycle;
  }

  Belief believe() {
    Belief belief = Belief::high;
    for (std::size_t i = 0; i < path_.size(); ++i) {
      const AccessPath& lock = facts_.paths[path_[i].from];
      for (const PathStep& s : lock.steps)
        if (s.kind == StepKind::index || s.kind == StepKind::storage)
          belief = std::min(belief, Belief::low);
        else if (s.kind == StepKind::deref)
          belief = std::min(belief, Belief::medium);
      if (facts_.paths.is_merged(facts_.paths.original(lock.root))) belief = std::min(belief, Belief::low);
      for (std::size_t j = i + 1; j < path_.size(); ++j) {
        const Relation r = relation(path_[i], path_[j]);
        if (r.assumed) belief = std::min(belief, Belief::medium);
        const std::int64_t owner = facts_.paths.owner(lock.root);
        if (r.split >= 0 && owner >= 0 && tree_.is_inside(owner, r.split)) return Belief::none;
      }
    }
    return belief;
  }

  Facts& facts_;
  const ThreadTree& tree_;
  std::map<PathId, std::map<PathId, std::vector<LockEdge>>> edges_;
  PathId start_ = 0;
  std::vector<LockEdge> path_;
  std::set<PathId> visited_;
  std::map<std::set<PathId>, std::size_t> by_locks_;
  std::vector<LockCycle> cycles_;
  std::size_t steps_ = 0;
};

} // namespace

std::vector<LockCycle> find_lock_cycles(Facts& facts, const ThreadTree& tree,
                                        const std::vector<LockInstance>& acquisitions) {
  return Search(facts, tree, acquisitions).run();
}

} // namespace burler::detect

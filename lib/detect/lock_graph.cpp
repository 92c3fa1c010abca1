#include "detect/lock_graph.h"

#include <algorithm>
#include <map>
#include <set>

namespace burler::detect {
namespace {

constexpr std::size_t most_variants = 12, most_others = 8, most_steps = 200000;

using Node = std::uint32_t;

class Search {
public:
  Search(Facts& facts, const ThreadTree& tree, const std::vector<LockInstance>& acquisitions, bool by_class,
         std::map<std::set<Subject>, Belief>& known)
      : facts_(facts), tree_(tree), by_class_(by_class), known_(known) {
    for (const LockInstance& site : acquisitions)
      add_edges(site);
  }

  std::vector<LockCycle> run() {
    for (const auto& [lock, next] : edges_) {
      start_ = lock;
      path_.clear();
      walk(lock);
    }
    for (const LockCycle& cycle : cycles_) {
      Belief& belief = known_.try_emplace(subjects(facts_, cycle.edges), Belief::none).first->second;
      belief = std::max(belief, cycle.belief);
    }
    return std::move(cycles_);
  }

  static std::set<Subject> subjects(const Facts& facts, const std::vector<LockEdge>& edges) {
    std::set<Subject> out;
    for (const LockEdge& e : edges)
      out.insert(subject_of(facts, e.from));
    return out;
  }

private:
  Node node(PathId path, bool exact) {
    if (!by_class_) return exact ? path : 0;
    const Subject subject = subject_of(facts_, path);
    if (!subject.owner && !exact) return 0;
    return nodes_.try_emplace(subject, static_cast<Node>(nodes_.size() + 1)).first->second;
  }

  void add_edges(const LockInstance& site) {
    const Acquisition& a = *site.acquisition;
    if ((a.flags & summary::flag_try) != 0) return;
    if ((a.flags & summary::flag_recursive) != 0 &&
        facts_.sets.contains(a.at.held, held_item(a.lock, LockMode::exclusive)))
      return; // once more: no waiting
    for (const HoldId id : facts_.sets[a.holds]) {
      const Hold& hold = facts_.holds[id];
      LockEdge edge;
      edge.hold = id;
      edge.site = site;
      const PathId from = const_cast<ThreadTree&>(tree_).canonical(site.thread, hold.lock);
      edge.exact_from = from != 0;
      edge.exact_to = site.lock != 0;
      edge.from = edge.exact_from ? from : hold.lock;
      edge.to = edge.exact_to ? site.lock : a.lock;
      edge.from_mode = hold.mode;
      edge.to_mode = a.mode;
      edge.surely_held = facts_.sets.contains(a.at.held, held_item(hold.lock, hold.mode));
      const Node head = node(edge.from, edge.exact_from), tail = node(edge.to, edge.exact_to);
      if (head == 0 || tail == 0 || head == tail || facts_.sets.contains(a.together, hold.lock)) continue;
      auto& variants = edges_[head][tail];
      const auto same = [&](const LockEdge& e) {
        return e.site.thread == site.thread && e.site.acquisition->origin.same_event(a.origin) &&
               e.site.held == site.held && e.hold == edge.hold;
      };
      if (variants.size() < most_variants && std::none_of(variants.begin(), variants.end(), same))
        variants.push_back(edge);
    }
  }

  /// Cycles start at their smallest lock, so that each is found once.
  void walk(Node at) {
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
      if (share_gate(edge, other) || !relation(edge, other).parallel) return false;
    }
    return true;
  }

  bool share_gate(const LockEdge& a, const LockEdge& b) {
    for (const std::uint32_t x : facts_.sets[a.site.held])
      for (const std::uint32_t y : facts_.sets[b.site.held])
        if (lock_of(x) == lock_of(y) &&
            (mode_of(x) == LockMode::exclusive || mode_of(y) == LockMode::exclusive))
          return true;
    if (!by_class_) return false;
    // A third lock of one class field in both hands is taken for one lock.
    const Subject from = subject_of(facts_, a.from);
    for (const std::uint32_t x : facts_.sets[a.site.acquisition->at.held])
      for (const std::uint32_t y : facts_.sets[b.site.acquisition->at.held]) {
        const Subject s = subject_of(facts_, lock_of(x));
        if (s.owner && s == subject_of(facts_, lock_of(y))) return true;
      }
    return from == subject_of(facts_, b.from);
  }

  Relation relation(const LockEdge& x, const LockEdge& y) const {
    const std::uint32_t a = x.site.thread, b = y.site.thread;
    const Relation r = tree_.relate(a, x.site.acquisition->at, b, y.site.acquisition->at);
    auto& tree = const_cast<ThreadTree&>(tree_);
    if (r.parallel && (tree.before_joined(a, x.site.acquisition->at, b, y.site.acquisition->at) ||
                       tree.before_joined(b, y.site.acquisition->at, a, x.site.acquisition->at)))
      return {};
    if (r.parallel) return r;
    const bool unrelated = tree_.root_of(a) != tree_.root_of(b);
    const bool outside = tree_.called_from_outside(a) && tree_.called_from_outside(b);
    return unrelated && outside ? Relation{true, true, -1, false} : r;
  }

  /// The lock that the edge waits for and the one that the next holds are one lock, as far as can be said.
  bool meets(const LockEdge& waits, const LockEdge& holds) const {
    if (waits.to == holds.from && waits.exact_to == holds.exact_from) return true;
    if (!by_class_) return false;
    return may_be_same_lock(facts_, waits.to, holds.from);
  }

  void close() {
    bool up = true, down = true;
    for (std::size_t i = 0; i < path_.size(); ++i) {
      const LockEdge& waits = path_[i];
      const LockEdge& blocks = path_[(i + 1) % path_.size()];
      if (waits.to_mode == LockMode::shared && blocks.from_mode == LockMode::shared) return;
      if (!meets(waits, blocks)) return;
      up = up && facts_.sets.contains(waits.site.acquisition->ascending, waits.hold);
      down = down && facts_.sets.contains(waits.site.acquisition->descending, waits.hold);
    }
    if (up || down) return;
    LockCycle cycle{path_, {}, believe()};
    if (cycle.belief == Belief::none) return;
    const auto known = by_class_ ? known_.find(subjects(facts_, path_)) : known_.end();
    if (known != known_.end() && known->second >= cycle.belief) return;
    std::set<PathId> key;
    for (const LockEdge& e : path_)
      key.insert(by_class_ ? node(e.from, e.exact_from) : e.from);
    const auto [entry, added] = by_locks_.try_emplace(key, cycles_.size());
    if (added) return cycles_.push_back(cycle);
    LockCycle& best = cycles_[entry->second];
    if (cycle.belief > best.belief)
      best = cycle;
    else if (cycle.belief == best.belief)
      add_others(best);
  }

  void add_others(LockCycle& cycle) {
    for (const LockEdge& edge : path_) {
      const auto same = [&](const LockEdge& e) {
        return e.hold == edge.hold && e.site.acquisition->origin.same_event(edge.site.acquisition->origin);
      };
      if (cycle.others.size() < most_others && std::none_of(cycle.edges.begin(), cycle.edges.end(), same) &&
          std::none_of(cycle.others.begin(), cycle.others.end(), same))
        cycle.others.push_back(edge);
    }
  }

  Belief believe() {
    Belief belief = by_class_ ? Belief::medium : Belief::high;
    for (std::size_t i = 0; i < path_.size(); ++i) {
      const AccessPath& lock = facts_.paths[path_[i].from];
      for (const PathStep& s : lock.steps)
        if (!by_class_ && (s.kind == StepKind::index || s.kind == StepKind::storage))
          belief = std::min(belief, Belief::low);
        else if (s.kind == StepKind::deref)
          belief = std::min(belief, Belief::medium);
      if (facts_.paths.is_merged(facts_.paths.original(lock.root))) belief = std::min(belief, Belief::low);
      if (!path_[i].surely_held) belief = std::min(belief, by_class_ ? Belief::low : Belief::medium);
      for (std::size_t j = i + 1; j < path_.size(); ++j) {
        const Relation r = relation(path_[i], path_[j]);
        if (r.assumed) belief = std::min(belief, Belief::medium);
        const std::int64_t owner = facts_.paths.owner(lock.root);
        if (!by_class_ && r.split >= 0 && owner >= 0 && tree_.is_inside(owner, r.split)) return Belief::none;
      }
    }
    return belief;
  }

  Facts& facts_;
  const ThreadTree& tree_;
  bool by_class_;
  std::map<std::set<Subject>, Belief>& known_; ///< cycles found with locks told apart
  std::map<Subject, Node> nodes_;
  std::map<Node, std::map<Node, std::vector<LockEdge>>> edges_;
  Node start_ = 0;
  std::vector<LockEdge> path_;
  std::set<Node> visited_;
  std::map<std::set<PathId>, std::size_t> by_locks_;
  std::vector<LockCycle> cycles_;
  std::size_t steps_ = 0;
};

} // namespace

bool may_be_same_lock(const Facts& facts, PathId a, PathId b) {
  const AccessPath &p = facts.paths[a], &q = facts.paths[b];
  auto x = p.steps.rbegin();
  auto y = q.steps.rbegin();
  const auto named = [](const PathStep& s) { return s.kind == StepKind::field; };
  for (; x != p.steps.rend() && y != q.steps.rend(); ++x, ++y) {
    if (x->kind != y->kind) return true; // reached in different ways
    if (!named(*x)) continue;
    if (x->owner != y->owner) return true; // a pointer in another class may lead to the object
    if (x->name != y->name) return false;  // another member of one class
  }
  // Two variables of the program are two objects; what a caller passes or `this` is may be either.
  const bool both_whole = x == p.steps.rend() && y == q.steps.rend();
  const auto known = [](const AccessPath& path) {
    return path.root.kind == RootKind::global || path.root.kind == RootKind::allocation ||
           path.root.kind == RootKind::local;
  };
  return !(both_whole && p.root != q.root && known(p) && known(q));
}

std::vector<LockCycle> find_lock_cycles(Facts& facts, const ThreadTree& tree,
                                        const std::vector<LockInstance>& acquisitions) {
  std::map<std::set<Subject>, Belief> known;
  std::vector<LockCycle> cycles = Search(facts, tree, acquisitions, false, known).run();
  for (LockCycle& better : Search(facts, tree, acquisitions, true, known).run()) {
    // Objects that are known only as merged ones say less about the cycle than their class does.
    const std::set<Subject> locks = Search::subjects(facts, better.edges);
    std::erase_if(cycles, [&](const LockCycle& c) { return Search::subjects(facts, c.edges) == locks; });
    cycles.push_back(std::move(better));
  }
  return cycles;
}

} // namespace burler::detect

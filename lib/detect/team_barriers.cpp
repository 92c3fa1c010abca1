#include "detect/team_barriers.h"

#include "detect/branches.h"

#include <algorithm>
#include <set>

namespace burler::detect {
namespace {

using summary::Block;
using summary::Event;
using summary::EventKind;

class Finder {
public:
  Finder(const EventIndex& index, const Teams& teams) : index_(index), teams_(teams) {}

  std::vector<BarrierBreach> run() {
    for (std::uint32_t f = 0; f < index_.program().functions.size(); ++f)
      if (teams_.meets(f))
        for (const std::uint32_t b : index_.cfg(f).order())
          branch(f, b);
    return std::move(out_);
  }

private:
  struct Side {
    std::vector<bool> blocks;        ///< reached without coming by the branch again
    std::optional<EventRef> barrier; ///< the first that only this side comes to
  };

  const std::vector<Block>& blocks(std::uint32_t f) const { return index_.program().functions[f].blocks; }

  std::optional<EventRef> first_barrier(std::uint32_t f, const std::vector<bool>& ours,
                                        const std::vector<bool>& theirs) const {
    std::optional<EventRef> call;
    for (const std::uint32_t b : index_.cfg(f).order()) {
      if (!ours[b] || theirs[b]) continue;
      for (std::uint32_t i = 0; i < blocks(f)[b].events.size(); ++i) {
        const EventRef r{f, b, i};
        if (teams_.is_barrier(r)) return r;
        if (!call && teams_.may_meet(r)) call = r;
      }
    }
    return call;
  }

  /// Threads that take this way can end the function without the barrier. An abort strands nobody, and a loop
  /// that comes back to the branch is left in the end.
  bool escapes(const EventRef& barrier, std::uint32_t from, std::uint32_t branch) const {
    const auto& all = blocks(barrier.function);
    std::vector<bool> seen(all.size());
    std::vector<std::uint32_t> open{from};
    seen[from] = true;
    while (!open.empty()) {
      const std::uint32_t at = open.back();
      open.pop_back();
      if (at == barrier.block || at == branch) continue;
      if (all[at].successors.empty() && !all[at].abandons) return true;
      for (const std::uint32_t next : all[at].successors) {
        if (!seen[next]) open.push_back(next);
        seen[next] = true;
      }
    }
    return false;
  }

  void branch(std::uint32_t f, std::uint32_t b) {
    const Block& block = blocks(f)[b];
    if (block.depends.empty() || block.successors.size() != 2) return;
    if (block.successors[0] == block.successors[1]) return;
    Side side[2];
    for (int s = 0; s < 2; ++s)
      side[s].blocks =
          reachable(index_.program().functions[f], block.successors[static_cast<std::size_t>(s)], b);
    for (int s = 0; s < 2; ++s)
      side[s].barrier = first_barrier(f, side[s].blocks, side[1 - s].blocks);
    for (int s = 0; s < 2; ++s) {
      const std::uint32_t leaves = block.successors[static_cast<std::size_t>(1 - s)];
      if (!side[s].barrier || side[1 - s].barrier) continue;
      if (!escapes(*side[s].barrier, leaves, b)) continue;
      BarrierBreach breach;
      breach.barrier = *side[s].barrier;
      breach.block = b;
      breach.left = place_of_leaving(f, b, leaves);
      const bool found = by_number(f, block, breach) || by_change(f, b, breach);
      // The others may have a way around the barrier, too, and all take it.
      if (breach.belief == Belief::high &&
          escapes(*side[s].barrier, block.successors[static_cast<std::size_t>(s)], b))
        breach.belief = Belief::medium;
      if (found) report(breach);
    }
  }

  /// The return, or what is nearest to the branch.
  summary::Place place_of_leaving(std::uint32_t f, std::uint32_t b, std::uint32_t leaves) const {
    const Block& next = blocks(f)[leaves];
    if (next.left.line != 0) return next.left;
    if (!blocks(f)[b].events.empty()) return blocks(f)[b].events.back().place;
    if (!next.events.empty()) return next.events.front().place;
    return index_.program().functions[f].place;
  }

  bool by_number(std::uint32_t f, const Block& block, BarrierBreach& breach) const {
    for (const AccessPath& asked : block.depends) {
      if (!teams_.varies(f, asked)) continue;
      breach.asked = asked;
      // A called function that may have a barrier need not come to it with these arguments.
      breach.belief = teams_.is_barrier(breach.barrier) ? Belief::high : Belief::low;
      return true;
    }
    return false;
  }

  bool is_shared(std::uint32_t f, const AccessPath& path) const {
    if (path.root.kind == RootKind::global || path.root.kind == RootKind::self) return true;
    const auto& steps = path.steps;
    const bool behind = std::any_of(steps.begin(), steps.end(), [](const PathStep& s) {
      return s.kind == StepKind::deref || s.kind == StepKind::storage;
    });
    if (path.root.kind == RootKind::formal || path.root.kind == RootKind::local) {
      const auto& f_ = index_.program().functions[f];
      const auto& variables = path.root.kind == RootKind::formal ? f_.formals : f_.locals;
      const bool reference =
          path.root.index < variables.size() && variables[path.root.index].type.has(summary::type_reference);
      return behind || (reference && !steps.empty());
    }
    return false;
  }

  bool changes(const EventRef& r) const {
    const Event& e = index_.event(r);
    return (e.kind == EventKind::write && !e.has(summary::flag_init)) ||
           (e.kind == EventKind::atomic && e.op != AtomicOp::load);
  }

  /// A flag that the condition asks alone, written in the same function between the same two barriers.
  bool by_change(std::uint32_t f, std::uint32_t b, BarrierBreach& breach) const {
    const Block& block = blocks(f)[b];
    // Compared with something else, the state may be told apart by when it was written.
    if (block.depends.size() != 1 || !is_shared(f, block.depends[0])) return false;
    if (!teams_.is_barrier(breach.barrier)) return false;
    const AccessPath& flag = block.depends[0];
    for (std::uint32_t w = 0; w < blocks(f).size(); ++w)
      for (std::uint32_t i = 0; i < blocks(f)[w].events.size(); ++i) {
        const EventRef write{f, w, i};
        if (index_.event(write).path != flag || !changes(write)) continue;
        if (!in_one_phase(write, f, b)) continue;
        breach.asked = flag;
        breach.change = write;
        breach.belief = Belief::medium;
        return true;
      }
    return false;
  }

  /// From one barrier (or the beginning) both the write and the branch can be reached without another one,
  /// and the branch does not always come after the write in a thread's own way there.
  bool in_one_phase(const EventRef& write, std::uint32_t f, std::uint32_t b) const {
    const EventRef test{f, b, static_cast<std::uint32_t>(blocks(f)[b].events.size())};
    const auto starts = phase_starts(write), others = phase_starts(test);
    return std::any_of(starts.begin(), starts.end(), [&](const EventRef& r) { return others.contains(r); });
  }

  /// The barriers that may be the last before the place; the function's beginning is {f, 0, none}.
  std::set<EventRef> phase_starts(const EventRef& place) const {
    std::set<EventRef> out;
    const bool entry = index_.walk_before(place, [&](const EventRef& r) {
      if (!teams_.is_barrier(r)) return true;
      out.insert(r);
      return false;
    });
    if (entry) out.insert({place.function, 0, ~std::uint32_t{0}});
    return out;
  }

  void report(const BarrierBreach& breach) {
    if (told_.insert({breach.barrier, breach.asked}).second) out_.push_back(breach);
  }

  const EventIndex& index_;
  const Teams& teams_;
  std::set<std::pair<EventRef, AccessPath>> told_;
  std::vector<BarrierBreach> out_;
};

} // namespace

std::vector<BarrierBreach> find_barrier_breaches(const EventIndex& index, const Teams& teams) {
  if (teams.empty()) return {};
  return Finder(index, teams).run();
}

} // namespace burler::detect

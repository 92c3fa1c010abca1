#include "detect/votes/vote.h"

#include <algorithm>
#include <map>
#include <set>

namespace burler::detect {
namespace {

bool holds(const Facts& facts, const Instance& i, const Guard& guard) {
  const auto& items = facts.sets[i.held];
  return std::any_of(items.begin(), items.end(),
                     [&](std::uint32_t item) { return subject_of(facts, lock_of(item)) == guard.lock; });
}

/// NO_THREAD_SAFETY_ANALYSIS: the author knows.
bool opted_out(const Facts& facts, const Instance& i) {
  const summary::Function* f = facts.program.function(i.access->origin.function);
  return f != nullptr && f->has(summary::fn_no_thread_safety);
}

/// A public method of an object and the thread that the object has started: does the method expect the thread
/// to be alive? Setters that are called before the start do not, and look the same otherwise.
class OwnThread {
public:
  explicit OwnThread(VoteContext& context) : facts_(context.facts), tree_(context.tree) {}

  Belief expects(std::uint32_t method, std::uint32_t thread) {
    if (joins(method, thread)) return Belief::high;
    const auto mine = locks(method), theirs = locks(thread);
    if (meet(mine, theirs)) return Belief::high;
    return meet(atomics(method), atomics(thread)) ? Belief::medium : Belief::low;
  }

private:
  const Summary& summary(std::uint32_t thread) const {
    return facts_.summaries.at(tree_.threads()[thread].entry);
  }

  static bool meet(const std::set<PathId>& a, const std::set<PathId>& b) {
    return std::any_of(a.begin(), a.end(), [&](PathId p) { return b.contains(p); });
  }

  bool joins(std::uint32_t method, std::uint32_t thread) {
    const SetId joined = tree_.canonical_paths(method, summary(method).exit.joined);
    for (std::int64_t t = thread; t >= 0; t = tree_.threads()[static_cast<std::size_t>(t)].parent) {
      const Thread& each = tree_.threads()[static_cast<std::size_t>(t)];
      const Fork* fork = tree_.fork_of(each);
      if (fork == nullptr) return false;
      const SetId handles = tree_.canonical_paths(static_cast<std::uint32_t>(each.parent), fork->handles);
      if (!facts_.sets.disjoint(joined, handles)) return true;
    }
    return false;
  }

  /// Locks of the object itself; those of its parts, and global ones, are taken on anybody's behalf.
  std::set<PathId> locks(std::uint32_t thread) {
    std::set<PathId> out;
    for (const Acquisition& a : summary(thread).acquisitions)
      if (const PathId lock = tree_.canonical(thread, a.lock);
          facts_.paths[lock].root.kind == RootKind::self && facts_.paths[lock].steps.size() == 1)
        out.insert(lock);
    return out;
  }

  std::set<PathId> atomics(std::uint32_t thread) {
    std::set<PathId> out;
    for (const Access& a : summary(thread).accesses)
      if (a.atomic) out.insert(tree_.canonical(thread, a.path));
    out.erase(0);
    return out;
  }

  Facts& facts_;
  ThreadTree& tree_;
};

/// Without visible threads, that a class writes a field under a lock says that the field is shared; a class
/// that takes no lock says nothing. Never more than medium: RacerD restricts itself in the same way for C++.
class Evidence final : public Vote {
public:
  std::string_view name() const override { return "evidence"; }
  Belief operator()(VoteContext& context, const Pair& pair) const override {
    if (!pair.relation.assumed) return of_own_thread(context, pair);
    if (opted_out(context.facts, pair.a) || opted_out(context.facts, pair.b)) return Belief::low;
    const auto found = context.usages.find(subject_of(context.facts, pair.a.path));
    const Guard* guard = found == context.usages.end() ? nullptr : found->second.write_guard();
    if (guard == nullptr) return Belief::low;
    // Setting up and tearing down without the lock is common; reading past the lock is the telling case.
    const auto tells = [&](const Instance& writer, const Instance& reader) {
      return writer.access->write && holds(context.facts, writer, *guard) &&
             !holds(context.facts, reader, *guard) && !found->second.is_meant(*reader.access);
    };
    return tells(pair.a, pair.b) || tells(pair.b, pair.a) ? Belief::medium : Belief::low;
  }

private:
  Belief of_own_thread(VoteContext& context, const Pair& pair) const {
    if (context.facts.paths[pair.a.path].root.kind == RootKind::global) return Belief::high;
    const auto kind = [&](const Instance& i) { return context.tree.threads()[i.thread].kind; };
    const bool first = kind(pair.a) == Thread::Kind::method;
    if (first == (kind(pair.b) == Thread::Kind::method)) return Belief::high;
    const std::uint32_t method = first ? pair.a.thread : pair.b.thread;
    const std::uint32_t thread = first ? pair.b.thread : pair.a.thread;
    if (kind(first ? pair.b : pair.a) != Thread::Kind::forked) return Belief::high;
    const auto [entry, added] = known_.try_emplace({method, thread}, Belief::high);
    if (added) entry->second = OwnThread(context).expects(method, thread);
    if (entry->second != Belief::low) return entry->second;
    const auto found = context.usages.find(subject_of(context.facts, pair.a.path));
    const bool guarded = found != context.usages.end() && found->second.write_guard() != nullptr;
    return guarded ? Belief::medium : Belief::low;
  }

  mutable std::map<std::pair<std::uint32_t, std::uint32_t>, Belief> known_; ///< by method and thread
};

} // namespace

std::unique_ptr<Vote> make_evidence_vote() { return std::make_unique<Evidence>(); }

} // namespace burler::detect

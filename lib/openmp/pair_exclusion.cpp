// Why two accesses cannot run in parallel: shared-out work, locks, and waiting for one another.
#include "openmp/pairs.h"

#include <algorithm>

namespace burler::openmp {

/// The condition under which two addresses name the same place; 0 when that is not known.
Term PairJudge::same_place(Question& q, const Address& a, const Address& b) {
  const Overlap where = overlap(a, b);
  if (!where.possible) return terms_.constant(0);
  if (where.unknown_index) return 0;
  Term same = terms_.constant(1);
  for (const auto& [x, y] : where.equal)
    same = terms_.both(same, terms_.equal(left(q, x), right(q, y)));
  return same;
}

bool PairJudge::excluded_by_work(Question& q, std::size_t depth) {
  const std::vector<Work>&a = q.ca->levels[depth].work, &b = q.cb->levels[depth].work;
  bool together = a.empty() && b.empty();
  for (const Work& x : a)
    for (const Work& y : b) {
      if (x.master && y.master) return true;
      const bool same = x.instance == y.instance;
      together |= same;
      const bool like = !same && x.loop && y.loop && x.static_key != 0 && x.static_key == y.static_key;
      if (!same && !like) continue;
      // With a static schedule an iteration belongs to one thread each time the loop is met.
      const std::size_t from = x.static_key != 0 ? x.outer : 0;
      std::vector<Term> left_part, right_part;
      for (std::size_t i = from; i < x.part.size() && i < y.part.size(); ++i) {
        left_part.push_back(left(q, x.part[i]));
        right_part.push_back(right(q, y.part[i]));
      }
      if (like) {
        left_part.clear();
        right_part.clear();
        for (std::size_t i = x.outer, j = y.outer; i < x.part.size() && j < y.part.size(); ++i, ++j) {
          left_part.push_back(left(q, x.part[i]));
          right_part.push_back(right(q, y.part[j]));
        }
      }
      if (left_part == right_part) return true;
      q.differ.emplace_back(std::move(left_part), std::move(right_part));
    }
  q.between_constructs = !together;
  if (q.ca->ordered != 0 && q.ca->ordered == q.cb->ordered) return true;
  return false;
}

bool PairJudge::excluded_by_locks(Question& q) {
  for (const Lock& x : q.ca->locks)
    for (const Lock& y : q.cb->locks) {
      Term same = 0;
      if (!x.name.empty() || !y.name.empty())
        same = terms_.constant(x.name == y.name);
      else
        same = same_place(q, x.address, y.address);
      if (same != 0 && terms_.is_false(same)) continue;
      const Term held = terms_.both(left(q, x.condition), right(q, y.condition));
      const Term excludes = terms_.both(same, held);
      if (excludes != 0 && terms_.is_true(excludes)) return true;
      if (excludes == 0)
        q.confidence = Confidence::low; // perhaps one lock
      else
        q.must.push_back(terms_.negation(excludes));
    }
  return false;
}

/// A thread that has held a lock since before the phase lets go of it after its access; whoever took the lock
/// in the phase and then made the other access came later.
void PairJudge::order_by_handover(Question& q, std::size_t depth) {
  const std::uint32_t phase = q.ca->levels[depth].phase;
  const auto order = [&](const Context& holder, const Context& taker, std::uint32_t before, bool swapped) {
    for (const Lock& held : holder.locks)
      for (const Lock& taken : taker.acquired) {
        if (held.phase >= phase || taken.phase != phase || taken.since >= before || !held.same(taken))
          continue;
        const Term x = swapped ? right(q, held.condition) : left(q, held.condition);
        const Term y = swapped ? left(q, taken.condition) : right(q, taken.condition);
        q.must.push_back(terms_.negation(terms_.both(x, y)));
      }
  };
  order(*q.ca, *q.cb, q.b->sequence, false);
  order(*q.cb, *q.ca, q.a->sequence, true);
}

/// One side waited for a flag which the other side's thread sets after its access.
void PairJudge::order_by_flags(Question& q, std::size_t depth, bool swapped) {
  const Context &setter = swapped ? *q.cb : *q.ca, &waiter = swapped ? *q.ca : *q.cb;
  const std::uint32_t after = swapped ? q.b->sequence : q.a->sequence;
  for (const Await& wait : waiter.awaited)
    for (const Access& set : trace_.accesses) {
      if (!set.write || set.address.object != wait.flag || set.sequence <= after) continue;
      const Context& at = trace_.contexts[set.context];
      if (!set.atomic && at.locks.empty()) continue;
      if (at.levels.size() <= depth || at.levels[depth].level != setter.levels[depth].level ||
          at.levels[depth].phase != setter.levels[depth].phase)
        continue;
      const auto& parts = setter.levels[depth].work;
      const bool one_thread =
          std::all_of(at.levels[depth].work.begin(), at.levels[depth].work.end(), [&](const Work& w) {
            return std::any_of(parts.begin(), parts.end(),
                               [&](const Work& mine) { return mine.instance == w.instance; });
          });
      if (!one_thread) continue;
      Term both = swapped ? left(q, wait.condition) : right(q, wait.condition);
      const std::size_t from = trace_.levels[at.levels[depth].level].conditions;
      for (std::size_t i = from; i < at.conditions.size(); ++i)
        both = terms_.both(both, swapped ? right(q, at.conditions[i]) : left(q, at.conditions[i]));
      q.must.push_back(terms_.negation(both));
    }
}

} // namespace burler::openmp

#include "openmp/pairs.h"

#include <algorithm>

namespace burler::openmp {

namespace {

constexpr std::size_t most_pairs = 40000;

const std::vector<std::int64_t>* table_of(const ProgramFacts& facts, const Trace& trace, std::uint32_t load) {
  if (load >= trace.loads.size()) return nullptr;
  const Object& o = trace.objects[trace.loads[load]];
  return o.global && !o.extents.empty() ? facts.constant_values(o.key) : nullptr;
}

} // namespace

PairJudge::PairJudge(const ProgramFacts& facts, Trace& trace)
    : facts_(facts), trace_(trace), terms_(trace.terms),
      solver_(trace.terms, [&facts, &trace](std::uint32_t load) { return table_of(facts, trace, load); }) {}

std::vector<Race> PairJudge::races() {
  std::map<std::uint32_t, std::vector<std::uint32_t>> objects;
  std::set<std::tuple<Address, bool, bool, std::uint32_t, summary::Place>> seen;
  for (std::uint32_t i = 0; i < trace_.accesses.size(); ++i) {
    const Access& a = trace_.accesses[i];
    if (a.write) written_.insert(a.address.object);
    if (seen.emplace(a.address, a.write, a.atomic, a.context, a.place).second)
      objects[a.address.object].push_back(i);
  }
  for (const auto& [object, accesses] : objects)
    if (written_.contains(object)) judge_object(accesses);
  return std::move(races_);
}

void PairJudge::judge_object(const std::vector<std::uint32_t>& accesses) {
  std::size_t pairs = 0;
  for (std::size_t i = 0; i < accesses.size(); ++i)
    for (std::size_t j = i; j < accesses.size(); ++j) {
      const Access &a = trace_.accesses[accesses[i]], &b = trace_.accesses[accesses[j]];
      if (!a.write && !b.write) continue;
      if (a.atomic && b.atomic) continue;
      if (++pairs > most_pairs) return;
      const auto lines = std::minmax(a.place, b.place);
      int& told = told_[{lines.first, lines.second}];
      if (told >= 2) continue; // 1: a doubtful race, 2: a sure one
      const std::size_t before = races_.size();
      if (!judge(accesses[i], accesses[j]) || races_.size() == before) continue;
      told = std::max(told, races_.back().confidence == Confidence::low ? 1 : 2);
    }
}

bool PairJudge::visible(std::uint32_t object, std::uint32_t first) const {
  return trace_.objects[object].global || object < first;
}

bool PairJudge::judge(std::uint32_t a, std::uint32_t b) {
  const Context& x = trace_.contexts[trace_.accesses[a].context];
  const Context& y = trace_.contexts[trace_.accesses[b].context];
  for (std::size_t depth = 0; depth < x.levels.size() && depth < y.levels.size(); ++depth) {
    if (x.levels[depth].level != y.levels[depth].level) break;
    if (threads_meet(a, b, depth)) return true;
    // Agents that differ further in are the same one here.
  }
  if (tasks_meet(a, b)) return true;
  for (std::size_t depth = 0; depth < x.simd.size() && depth < y.simd.size(); ++depth)
    if (x.simd[depth].instance == y.simd[depth].instance && lanes_meet(a, b, depth)) return true;
  return false;
}

PairJudge::Question PairJudge::question(std::uint32_t a, std::uint32_t b, TermPool::Inside inside) {
  Question q;
  q.a = &trace_.accesses[a];
  q.b = &trace_.accesses[b];
  q.ca = &trace_.contexts[q.a->context];
  q.cb = &trace_.contexts[q.b->context];
  q.inside = std::move(inside);
  return q;
}

bool PairJudge::threads_meet(std::uint32_t a, std::uint32_t b, std::size_t depth) {
  const Context& x = trace_.contexts[trace_.accesses[a].context];
  const Context& y = trace_.contexts[trace_.accesses[b].context];
  const std::uint32_t number = x.levels[depth].level;
  const Level& level = trace_.levels[number];
  if (!level.concurrent || !visible(trace_.accesses[a].address.object, level.first_object)) return false;
  if (!level.teams && x.levels[depth].phase != y.levels[depth].phase) return false;
  Question q = question(a, b, [this, number, &level](TermKind kind, std::uint32_t id) {
    if (kind == TermKind::load) return !visible(trace_.loads[id], level.first_object);
    if (id < level.first_symbol) return false;
    const auto same = trace_.same.find(id);
    return same == trace_.same.end() || same->second != number;
  });
  q.differ.push_back({{left(q, level.thread)}, {right(q, level.thread)}});
  if (excluded_by_work(q, depth)) return false;
  if (!level.teams) {
    if (excluded_by_locks(q)) return false;
    order_by_handover(q, depth);
    order_by_flags(q, depth, false);
    order_by_flags(q, depth, true);
  }
  Race race;
  race.a = a;
  race.b = b;
  race.agents = level.teams ? Agents::teams : Agents::threads;
  race.level = number;
  race.between_constructs = q.between_constructs && !level.teams;
  return ask(q, race);
}

bool PairJudge::tasks_meet(std::uint32_t a, std::uint32_t b) {
  const Access &first = trace_.accesses[a], &second = trace_.accesses[b];
  const Context &x = trace_.contexts[first.context], &y = trace_.contexts[second.context];
  if (x.task == y.task || x.levels.empty() || x.levels.size() != y.levels.size()) return false;
  for (std::size_t i = 0; i < x.levels.size(); ++i)
    if (x.levels[i].level != y.levels[i].level) return false;
  if (!trace_.levels[x.levels.back().level].concurrent) return false;
  const TaskOrder order = task_order(trace_, first, second);
  if (order.ordered) return false;
  Question q = question(a, b, [](TermKind, std::uint32_t) { return false; });
  if (excluded_by_locks(q)) return false;
  for (const auto& [where, other] : order.unless_equal) {
    const Term same = same_place(q, where, other);
    if (same != 0 && terms_.is_true(same)) return false;
    q.must.push_back(terms_.negation(same));
  }
  Race race;
  race.a = a;
  race.b = b;
  race.agents = Agents::tasks;
  race.level = x.levels.back().level;
  return ask(q, race);
}

/// OpenMP 5.2, 10.4: lanes run in lockstep, so a dependence that runs forward in the text is kept; one that
/// runs backward is broken unless the distance reaches safelen.
bool PairJudge::lanes_meet(std::uint32_t a, std::uint32_t b, std::size_t depth) {
  if (trace_.accesses[a].sequence < trace_.accesses[b].sequence) std::swap(a, b);
  const Context& x = trace_.contexts[trace_.accesses[a].context];
  const Context& y = trace_.contexts[trace_.accesses[b].context];
  const SimdLoop &first = x.simd[depth], &second = y.simd[depth];
  if (a == b || !visible(trace_.accesses[a].address.object, first.first_object)) return false;
  if (x.task != y.task) return false;
  Question q = question(a, b, [this, &first](TermKind kind, std::uint32_t id) {
    if (kind == TermKind::load) return !visible(trace_.loads[id], first.first_object);
    return id >= first.first_symbol;
  });
  if (first.ordinal.size() != 1 || first.ordinal[0] == 0 || second.ordinal[0] == 0) {
    q.differ.push_back({{}, {}});
    for (std::size_t i = 0; i < first.part.size(); ++i) {
      q.differ.back().first.push_back(left(q, first.part[i]));
      q.differ.back().second.push_back(right(q, second.part[i]));
    }
  } else {
    // The textually later access comes from the earlier iteration.
    const Term early = left(q, first.ordinal[0]), late = right(q, second.ordinal[0]);
    q.must.push_back(terms_.less(early, late));
    if (first.safelen > 0)
      q.must.push_back(terms_.less(terms_.subtract(late, early), terms_.constant(first.safelen)));
  }
  Race race;
  race.a = a;
  race.b = b;
  race.agents = Agents::lanes;
  return ask(q, race);
}

} // namespace burler::openmp

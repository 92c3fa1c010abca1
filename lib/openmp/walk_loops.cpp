#include "openmp/walker.h"

#include <algorithm>

namespace burler::openmp {

using namespace summary;

namespace {

constexpr int most_unrolled = 2;

} // namespace

/// A loop whose variable runs with a step: `for (...; i < n; i += step)`, and no other assignment to it.
bool Walker::canonical(const Node& at, std::uint32_t& variable, Term& step) {
  const std::uint32_t condition = at.kids[1], increment = at.kids[2];
  if (condition == 0 || increment == 0) return false;
  const Node &c = node(condition), &i = node(increment);
  if (c.kind != NodeKind::binary || i.kind != NodeKind::assign || node(i.kids[0]).kind != NodeKind::variable)
    return false;
  if (c.op != Operator::less && c.op != Operator::less_equal && c.op != Operator::not_equal) return false;
  variable = static_cast<std::uint32_t>(node(i.kids[0]).value);
  const auto is_variable = [&](std::uint32_t n) {
    return node(n).kind == NodeKind::variable && node(n).value == variable;
  };
  if (!is_variable(c.kids[0]) && !is_variable(c.kids[1])) return false;
  if (!node(i.kids[0]).has(node_integer)) return false;
  std::uint32_t amount = i.kids[1];
  Operator op = i.op;
  if (op == Operator::none) { // i = i + step
    const Node& sum = node(amount);
    if (sum.kind != NodeKind::binary || !is_variable(sum.kids[0])) return false;
    op = sum.op;
    amount = sum.kids[1];
  }
  if (op != Operator::add && op != Operator::subtract) return false;
  step = number(amount);
  if (op == Operator::subtract) step = terms_.multiply(step, terms_.constant(-1));
  const auto body = facts_.assigned(tree(), at.kids[3]);
  return std::find(body.begin(), body.end(), tree().variables[variable].key) == body.end();
}

/// The loop variable in some iteration; after `previous`, directly or any time later.
Term Walker::iteration_value(const std::string& name, Term start, Term step, Term previous, bool adjacent) {
  if (previous != 0 && adjacent) return terms_.add(previous, step);
  const bool up = step != 0 && terms_.is_constant(step) && terms_[step].value == 1;
  const bool down = step != 0 && terms_.is_constant(step) && terms_[step].value == -1;
  if (up || down || step == 0) {
    const Term value = terms_.fresh(name);
    if (up && start != 0) assume(terms_.less_equal(start, value));
    if (down && start != 0) assume(terms_.less_equal(value, start));
    if (previous != 0) assume(down ? terms_.less(value, previous) : terms_.less(previous, value));
    return value;
  }
  const Term turns = terms_.fresh(name + " turn");
  assume(terms_.less_equal(terms_.constant(previous != 0 ? 1 : 0), turns));
  return terms_.add(previous != 0 ? previous : start, terms_.multiply(step, turns));
}

/// One iteration of a sequential loop that stands for any; `previous` is the loop variable in the one before
/// it.
void Walker::generic_iteration(const Node& at, Term previous, bool adjacent, bool uniform, Term* made) {
  std::uint32_t variable = 0;
  Term step = 0;
  const std::uint32_t before = terms_.symbols();
  const bool counted = canonical(at, variable, step);
  Term value = 0;
  if (counted) {
    const TreeVariable& v = tree().variables[variable];
    const Address where = binding(v);
    const Term start = cells_.contains(where) ? cells_[where].term : 0;
    const bool own = !(shared(where.object) && many_threads());
    value = iteration_value(facts_.program.symbols.text(v.name), previous != 0 ? 0 : start, step, previous,
                            adjacent);
    forget(facts_.assigned(tree(), at.kids[3]));
    if (own) cells_[where] = {value, {}};
  } else if (!(previous != 0 && adjacent)) {
    value = terms_.fresh("iteration");
    if (previous != 0) assume(terms_.less(previous, value));
  } else {
    value = terms_.add(previous, terms_.constant(1));
  }
  if (uniform)
    for (std::uint32_t s = before; s < terms_.symbols(); ++s)
      out_.same[s] = now_.levels.back().level;
  now_.loops.push_back(value);
  changed_ = true;
  if (at.kids[1] != 0 && !at.has(node_post_test)) assume(number(at.kids[1]));
  const std::size_t depth = now_.conditions.size();
  const bool vague = now_.vague;
  statement(at.kids[3]);
  now_.conditions.resize(depth);
  now_.vague = vague;
  if (at.kids[1] != 0 && at.has(node_post_test)) evaluate(at.kids[1]);
  if (at.kids[2] != 0) evaluate(at.kids[2]);
  now_.loops.pop_back();
  changed_ = true;
  if (made != nullptr) *made = value;
}

void Walker::first_iterations(const Node& at) {
  const std::size_t depth = now_.conditions.size();
  const bool vague = now_.vague;
  ++around_regions_;
  for (int turn = 0; turn < most_unrolled; ++turn) {
    if (at.kids[1] != 0 && !at.has(node_post_test)) {
      const Term condition = number(at.kids[1]);
      if (terms_.is_false(condition)) break;
      if (condition != 0) assume(condition);
    }
    if (statement(at.kids[3]) == Flow::left && turn == 0) break;
    if (at.kids[2] != 0) evaluate(at.kids[2]);
  }
  --around_regions_;
  now_.conditions.resize(depth);
  now_.vague = vague;
  changed_ = true;
}

Walker::Flow Walker::loop(std::uint32_t index) {
  const Node at = node(index);
  const std::size_t depth = now_.conditions.size();
  const bool vague = now_.vague;
  statement(at.kids[0]);
  const std::uint32_t parts = facts_.parts(tree(), index);
  const auto assigned = facts_.assigned(tree(), index);
  const bool in_team = !now_.levels.empty();
  if (!in_team && (parts & (omp_parallel | omp_teams | omp_task)) != 0 && around_regions_ < most_unrolled)
    first_iterations(at);
  const bool synchronised = in_team && team() != nullptr && (parts & omp_barrier) != 0;
  const bool tasks = in_team && (parts & (omp_task | omp_taskloop)) != 0;
  std::uint32_t variable = 0;
  Term step = 0;
  Value start;
  const bool counted = canonical(at, variable, step);
  if (counted) {
    const auto cell = cells_.find(binding(tree().variables[variable]));
    if (cell != cells_.end()) start = cell->second;
  }
  forget(assigned);
  if (counted && start.term != 0) cells_[binding(tree().variables[variable])] = start;
  const std::size_t first_access = out_.accesses.size();
  Term value = 0;
  generic_iteration(at, 0, false, synchronised, &value);
  if (synchronised || tasks) {
    if (!synchronised) forget(assigned);
    generic_iteration(at, value, synchronised, synchronised, nullptr);
  }
  if (!counted) note_spin(first_access);
  forget(assigned);
  now_.conditions.resize(depth);
  now_.vague = vague;
  changed_ = true;
  return Flow::next;
}

/// After a loop that only looks at one synchronised flag, and perhaps takes it, the thread goes on when
/// another has set it.
void Walker::note_spin(std::size_t first_access) {
  if (now_.levels.empty()) return;
  std::uint32_t flag = 0;
  for (std::size_t i = first_access; i < out_.accesses.size(); ++i) {
    const Access& a = out_.accesses[i];
    if (!shared(a.address.object)) continue;
    const bool guarded = a.atomic || !out_.contexts[a.context].locks.empty();
    if (!guarded || (flag != 0 && flag != a.address.object)) return;
    flag = a.address.object;
  }
  if (flag == 0) return;
  now_.awaited.push_back({flag, terms_.constant(1)});
  changed_ = true;
}

/// The loops that a construct with collapse(depth) shares out, outermost first.
std::vector<std::uint32_t> Walker::nest_of(std::uint32_t body, std::uint32_t depth) {
  std::vector<std::uint32_t> nest;
  while (body != 0 && nest.size() < depth) {
    const Node& n = node(body);
    if (n.kind == NodeKind::loop) {
      nest.push_back(body);
      body = n.kids[3];
    } else if (n.kind == NodeKind::block) {
      std::uint32_t only = 0;
      for (const std::uint32_t kid : n.kids)
        if (kid != 0 && node(kid).kind == NodeKind::loop) only = kid;
      body = only;
    } else {
      break;
    }
  }
  return nest;
}

/// Makes the loop variables private and gives them the values of some iteration.
void Walker::enter_nest(const Directive& d, const std::vector<std::uint32_t>& nest, std::vector<Term>& part,
                        std::vector<Term>& ordinals, Term& key) {
  // All loops that collapse or ordered(n) associates with the construct have private variables.
  if (!nest.empty())
    for (const std::uint32_t index : nest_of(nest.front(), std::max(d.collapse, d.ordered_loops))) {
      const Node& init = node(node(index).kids[0]);
      if (init.kind == NodeKind::assign && node(init.kids[0]).kind == NodeKind::variable)
        bind_new(tree().variables[static_cast<std::size_t>(node(init.kids[0]).value)]);
    }
  std::vector<Term> schedule{d.chunk == 0 ? terms_.constant(0) : number(d.chunk)};
  for (const std::uint32_t index : nest) {
    const Node at = node(index);
    std::uint32_t variable = 0;
    Term step = 0;
    statement(at.kids[0]);
    Term value = 0;
    if (canonical(at, variable, step)) {
      const TreeVariable& v = tree().variables[variable];
      const Address where = binding(v);
      const Term start = cells_[where].term;
      value = iteration_value(facts_.program.symbols.text(v.name), start, step, 0, false);
      cells_[where] = {value, {}};
      const Node& condition = node(at.kids[1]);
      const bool left =
          node(condition.kids[0]).kind == NodeKind::variable && node(condition.kids[0]).value == variable;
      schedule.insert(schedule.end(), {start, step, number(condition.kids[left ? 1 : 0])});
      ordinals.push_back(terms_.is_constant(step) && terms_[step].value == -1
                             ? terms_.subtract(start, value)
                             : terms_.subtract(value, start));
    } else {
      value = terms_.fresh("iteration");
      schedule.push_back(0);
      ordinals.push_back(0);
    }
    part.push_back(value);
    if (at.kids[1] != 0) assume(number(at.kids[1]));
  }
  if (d.schedule != ScheduleKind::static_ ||
      std::find(schedule.begin(), schedule.end(), Term{0}) != schedule.end())
    return;
  Term& known = schedules_[schedule];
  if (known == 0) known = terms_.constant(static_cast<std::int64_t>(schedules_.size()));
  key = known;
}

void Walker::worksharing_loop(const Directive& d, std::uint32_t number, std::uint32_t body, bool to_teams,
                              bool to_team) {
  const std::size_t depth = now_.conditions.size();
  const bool vague = now_.vague;
  const auto bindings = frames_.back().bindings;
  const auto nest = nest_of(body, d.collapse);
  const auto assigned = facts_.assigned(tree(), body);
  forget(assigned);
  Work work;
  work.instance = ++instances_;
  work.directive = number;
  work.loop = true;
  work.text = to_team ? "for" : "distribute";
  work.place = body != 0 ? node(body).place : Place{};
  work.part = now_.loops;
  work.outer = work.part.size();
  std::vector<Term> ordinals;
  privatise(d, {});
  enter_nest(d, nest, work.part, ordinals, work.static_key);
  privatise(d, ordinals);
  std::vector<std::size_t> attached;
  for (std::size_t i = now_.levels.size(); i-- > 0;) {
    const bool teams = out_.levels[now_.levels[i].level].teams;
    bool& wanted = teams ? to_teams : to_team;
    if (!wanted) continue;
    now_.levels[i].work.push_back(work);
    attached.push_back(i);
    wanted = false;
  }
  changed_ = true;
  if (d.has(omp_simd) && !d.has(omp_for) && !d.has(omp_distribute))
    simd_loop(d, body);
  else
    statement(nest.empty() ? body : node(nest.back()).kids[3]);
  for (const std::size_t i : attached)
    now_.levels[i].work.pop_back();
  frames_.back().bindings = bindings;
  forget(assigned);
  now_.conditions.resize(depth);
  now_.vague = vague;
  changed_ = true;
}

void Walker::simd_loop(const Directive& d, std::uint32_t body) {
  const std::size_t depth = now_.conditions.size();
  const bool vague = now_.vague;
  const auto bindings = frames_.back().bindings;
  const auto nest = nest_of(body, d.collapse);
  const auto assigned = facts_.assigned(tree(), body);
  forget(assigned);
  SimdLoop simd;
  simd.instance = ++instances_;
  simd.first_symbol = terms_.symbols();
  simd.first_object = static_cast<std::uint32_t>(out_.objects.size());
  simd.safelen = d.safelen;
  if (body != 0) simd.place = node(body).place;
  Term key = 0;
  privatise(d, {});
  enter_nest(d, nest, simd.part, simd.ordinal, key);
  privatise(d, simd.ordinal);
  now_.simd.push_back(simd);
  const auto loops = now_.loops;
  now_.loops.insert(now_.loops.end(), simd.part.begin(), simd.part.end());
  changed_ = true;
  statement(nest.empty() ? body : node(nest.back()).kids[3]);
  now_.loops = loops;
  now_.simd.pop_back();
  frames_.back().bindings = bindings;
  forget(assigned);
  now_.conditions.resize(depth);
  now_.vague = vague;
  changed_ = true;
}

} // namespace burler::openmp

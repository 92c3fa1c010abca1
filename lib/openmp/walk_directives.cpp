#include "openmp/walker.h"

#include <algorithm>

namespace burler::openmp {

using namespace summary;

void Walker::directive(std::uint32_t index) {
  const Node at = node(index);
  const Directive& d = tree().directives[static_cast<std::size_t>(at.value)];
  const std::uint32_t body = at.kids[0];
  if (d.has(omp_barrier)) return barrier(at.place, true);
  if (d.has(omp_taskwait)) return taskwait(d);
  if (d.has(omp_taskgroup)) return taskgroup(body);
  if (d.has(omp_atomic)) return atomic(d, body);
  if (d.has(omp_critical)) return locked(d, body);
  if (d.has(omp_ordered)) {
    if (d.has(directive_doacross)) { // the order between iterations is not followed
      now_.handover = true;
      changed_ = true;
      return;
    }
    return locked(d, body);
  }
  if (d.has(omp_flush)) return;
  if (d.has(omp_task) || (d.has(omp_target) && d.parts == omp_target && d.has(directive_nowait)))
    return task(d, body, at.place);
  const std::uint32_t number = at.place.line * 1024 + at.place.column;
  region(d, number, body, d.parts);
}

/// A construct that is no single event: levels from the outside in, then the parts shared out.
void Walker::region(const Directive& d, std::uint32_t number, std::uint32_t body, std::uint32_t parts) {
  const auto bindings = frames_.back().bindings;
  const std::size_t depth = now_.levels.size(), conditions = now_.conditions.size();
  const bool vague = now_.vague;
  const Place place = body != 0 ? node(body).place : tree().place;
  if ((parts & omp_target) != 0) {
    // Scalars of a target region are copies; one copy serves all its threads.
    Directive copies;
    for (const SharingClause& s : d.sharing)
      if (s.kind == Sharing::firstprivate && s.is_implicit) copies.sharing.push_back(s);
    privatise(copies, {});
  }
  const Context outside = now_;
  if ((parts & omp_teams) != 0) enter_level(d, true, place, body);
  if ((parts & omp_parallel) != 0) enter_level(d, false, place, body);
  share_out(d, number, body, parts);
  if (now_.levels.size() > depth) {
    leave_level(depth);
    now_ = outside;
    // Tasks of a team have ended with it.
  }
  frames_.back().bindings = bindings;
  now_.conditions.resize(conditions);
  now_.vague = vague;
  changed_ = true;
}

void Walker::enter_level(const Directive& d, bool teams, const Place& place, std::uint32_t body) {
  Level made;
  made.teams = teams;
  made.place = place;
  made.name = d.name ? facts_.program.symbols.text(d.name) : teams ? "teams" : "parallel";
  made.threads = static_cast<bool>(d.name);
  const Term condition = d.condition == 0 ? terms_.constant(1) : number(d.condition);
  if (terms_.is_false(condition)) made.concurrent = false;
  if (condition != 0) assume(condition);
  const std::uint32_t wanted = teams ? d.num_teams : d.num_threads;
  const Term limit = wanted == 0 ? 0 : number(wanted);
  if (limit != 0 && terms_.is_constant(limit) && terms_[limit].value == 1) made.concurrent = false;
  made.first_symbol = terms_.symbols();
  made.first_object = static_cast<std::uint32_t>(out_.objects.size());
  made.thread = terms_.fresh("thread");
  made.count = terms_.fresh("threads");
  const auto number = static_cast<std::uint32_t>(out_.levels.size());
  out_.same[terms_.symbols() - 1] = number;
  made.assigned = facts_.assigned(tree(), body);
  assume(terms_.less_equal(terms_.constant(0), made.thread));
  assume(terms_.less(made.thread, made.count));
  if (limit != 0) assume(terms_.less_equal(made.count, limit));
  made.conditions = now_.conditions.size();
  out_.levels.push_back(std::move(made));
  now_.levels.push_back({number, 0, {}});
  now_.loops.clear();
  now_.simd.clear();
  Task implicit;
  implicit.parent = now_.task;
  implicit.level = static_cast<std::uint32_t>(now_.levels.size());
  out_.tasks.push_back(implicit);
  now_.task = static_cast<std::uint32_t>(out_.tasks.size() - 1);
  changed_ = true;
}

void Walker::leave_level(std::size_t depth) {
  while (now_.levels.size() > depth) {
    const std::vector<Symbol> assigned = out_.levels[now_.levels.back().level].assigned;
    now_.levels.pop_back();
    forget(assigned);
  }
}

void Walker::share_out(const Directive& d, std::uint32_t number, std::uint32_t body, std::uint32_t parts) {
  const bool waits =
      !d.has(directive_nowait) && (parts & (omp_parallel | omp_distribute | omp_simd)) != omp_simd;
  Node at;
  at.place = body != 0 ? node(body).place : tree().place;
  if ((parts & (omp_single | omp_master)) != 0) {
    single_part(d, number, body, parts);
    if ((parts & omp_single) != 0 && waits) barrier(at.place, false);
  } else if ((parts & omp_taskloop) != 0) {
    taskloop(d, body, at.place);
  } else if ((parts & (omp_for | omp_distribute)) != 0) {
    worksharing_loop(d, number, body, (parts & omp_distribute) != 0, (parts & omp_for) != 0);
    if ((parts & (omp_parallel | omp_teams)) == 0) combine(d, at);
    if (waits && (parts & (omp_parallel | omp_distribute)) == 0) barrier(at.place, false);
  } else if ((parts & omp_sections) != 0) {
    sections(d, number, body);
    if ((parts & omp_parallel) == 0) combine(d, at);
    if (waits && (parts & omp_parallel) == 0) barrier(at.place, false);
  } else if ((parts & omp_simd) != 0) {
    simd_loop(d, body);
  } else {
    privatise(d, {});
    statement(body);
  }
}

/// single, master and masked: one thread runs the body.
void Walker::single_part(const Directive& d, std::uint32_t number, std::uint32_t body, std::uint32_t parts) {
  const auto bindings = frames_.back().bindings;
  const std::size_t depth = now_.conditions.size();
  const auto assigned = facts_.assigned(tree(), body);
  LevelContext* here = team();
  const std::size_t at = here == nullptr ? 0 : static_cast<std::size_t>(here - now_.levels.data());
  if (here != nullptr) {
    Work work;
    work.instance = ++instances_;
    work.directive = number;
    work.master = (parts & omp_master) != 0;
    work.text = work.master ? "master" : "single";
    work.place = body != 0 ? node(body).place : Place{};
    work.part = now_.loops;
    work.outer = work.part.size();
    here->work.push_back(work);
    if (work.master) assume(terms_.equal(out_.levels[here->level].thread, terms_.constant(0)));
  }
  changed_ = true;
  if ((parts & omp_taskloop) != 0)
    taskloop(d, body, body != 0 ? node(body).place : Place{});
  else {
    privatise(d, {});
    statement(body);
  }
  if (here != nullptr) now_.levels[at].work.pop_back();
  frames_.back().bindings = bindings;
  forget(assigned); // other threads do not know what this one assigned
  now_.conditions.resize(depth);
  changed_ = true;
}

void Walker::sections(const Directive& d, std::uint32_t number, std::uint32_t body) {
  const auto bindings = frames_.back().bindings;
  const auto assigned = facts_.assigned(tree(), body);
  privatise(d, {});
  std::vector<std::uint32_t> parts{body};
  if (body != 0 && node(body).kind == NodeKind::block) parts = node(body).kids;
  LevelContext* here = team();
  const std::size_t at = here == nullptr ? 0 : static_cast<std::size_t>(here - now_.levels.data());
  for (const std::uint32_t part : parts) {
    if (part == 0) continue;
    Node n = node(part);
    forget(assigned);
    if (here != nullptr) {
      Work work;
      work.instance = ++instances_;
      work.directive = number;
      work.text = "section";
      work.place = n.place;
      work.part = now_.loops;
      work.outer = work.part.size();
      now_.levels[at].work.push_back(work);
    }
    changed_ = true;
    const std::size_t depth = now_.conditions.size();
    const bool section = n.kind == NodeKind::directive &&
                         tree().directives[static_cast<std::size_t>(n.value)].has(omp_section);
    statement(section ? n.kids[0] : part);
    now_.conditions.resize(depth);
    now_.awaited.clear();
    if (here != nullptr) now_.levels[at].work.pop_back();
    changed_ = true;
  }
  forget(assigned);
  frames_.back().bindings = bindings;
}

void Walker::privatise(const Directive& d, const std::vector<Term>& ordinals) {
  for (const SharingClause& s : d.sharing) {
    if (s.kind == Sharing::shared || s.kind == Sharing::copyin || s.kind == Sharing::copyprivate) continue;
    if ((s.kind == Sharing::linear) == ordinals.empty()) continue;
    const TreeVariable& v = tree().variables[s.variable];
    if (v.has(variable_thread_private)) continue;
    const Address old = binding(v);
    Node kind;
    kind.flags = v.node_flags;
    Value value = (v.node_flags & node_array) != 0 ? Value{} : contents(old, kind);
    const Address made = bind_new(v);
    if (s.kind == Sharing::firstprivate) cells_[made] = value;
    if (s.kind == Sharing::linear && ordinals.size() == 1) {
      const Term step = s.step == 0 ? terms_.constant(1) : number(s.step);
      value.term = terms_.add(value.term, terms_.multiply(step, ordinals[0]));
      if (value.term != 0) cells_[made] = {value.term, {}};
    }
  }
}

/// At the end of a worksharing construct the originals of its reductions are updated, one thread after the
/// other, and those of lastprivate variables by one thread.
void Walker::combine(const Directive& d, const Node& at) {
  LevelContext* here = team();
  if (here == nullptr) return;
  for (const SharingClause& s : d.sharing) {
    if (s.kind != Sharing::reduction && s.kind != Sharing::lastprivate) continue;
    const Address original = binding(tree().variables[s.variable]);
    if (!shared(original.object)) continue;
    Work work;
    work.instance = ++instances_;
    work.text = s.kind == Sharing::reduction ? "reduction" : "lastprivate";
    work.place = at.place;
    work.part = now_.loops;
    work.outer = work.part.size();
    const std::size_t level = static_cast<std::size_t>(here - now_.levels.data());
    now_.levels[level].work.push_back(work);
    changed_ = true;
    record(original, true, at);
    now_.levels[level].work.pop_back();
    changed_ = true;
    forget_object(original.object);
  }
}

bool Walker::depends_on(Term term, Term symbol) const {
  std::unordered_map<Term, bool> seen;
  bool found = false;
  terms_.visit(term, seen, [&](Term t) { found |= t == symbol; });
  return found;
}

std::string Walker::why_divergent(Place& around) {
  LevelContext* here = team();
  if (!here->work.empty()) {
    around = here->work.back().place;
    return "inside a `" + here->work.back().text + "` construct";
  }
  for (const Lock& l : now_.locks)
    if (l.name.starts_with("critical")) return "inside a critical section";
  if (out_.tasks[now_.task].is_explicit) {
    around = out_.tasks[now_.task].place;
    return "inside a task";
  }
  const Level& level = out_.levels[here->level];
  for (std::size_t i = level.conditions; i < now_.conditions.size(); ++i)
    if (depends_on(now_.conditions[i], level.thread)) return "under a condition on the thread number";
  return "";
}

void Walker::barrier(const Place& place, bool is_explicit) {
  ++sequence_;
  LevelContext* here = team();
  if (here == nullptr) return;
  Misuse misuse;
  misuse.reason = why_divergent(misuse.around);
  const Level& level = out_.levels[here->level];
  if (!misuse.reason.empty() && (is_explicit || !here->work.empty()) && level.concurrent) {
    misuse.place = place;
    misuse.function = tree().name;
    out_.misuses.push_back(std::move(misuse));
  }
  ++here->phase;
  end_group(0, now_.task);
  changed_ = true;
}

void Walker::atomic(const Directive& d, std::uint32_t body) {
  muted_ = true;
  atomic_subject_ = d.subject == 0 ? Address{} : locate(d.subject);
  muted_ = false;
  atomic_release_ = d.has(directive_release);
  statement(body);
  atomic_subject_ = {};
  atomic_release_ = false;
}

/// Critical sections and ordered regions.
void Walker::locked(const Directive& d, std::uint32_t body) {
  const std::uint32_t ordered = now_.ordered;
  if (d.has(omp_critical)) {
    acquire({facts_.program.symbols.text(d.name), {}});
  } else {
    const LevelContext* here = team();
    if (here != nullptr && !here->work.empty()) now_.ordered = here->work.back().instance;
  }
  changed_ = true;
  statement(body);
  if (d.has(omp_critical)) {
    for (auto each = now_.locks.rbegin(); each != now_.locks.rend(); ++each)
      if (each->name == facts_.program.symbols.text(d.name)) {
        now_.locks.erase(std::next(each).base());
        break;
      }
  }
  now_.ordered = ordered;
  changed_ = true;
}

} // namespace burler::openmp

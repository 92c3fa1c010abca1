// The question itself: can both sides be reached at once and touch the same memory?
#include "openmp/pairs.h"

#include <algorithm>

namespace burler::openmp {

namespace {

Confidence at_most(Confidence a, Confidence b) {
  return std::max(a, b);
} // the tiers are declared from high to low

} // namespace

/// Subscripts that come from memory make a race a possibility: nobody says that the entries differ.
void PairJudge::weigh(Question& q, const Overlap& where) {
  if (q.ca->vague || q.cb->vague || where.partial || q.a->vague || q.b->vague)
    q.confidence = at_most(q.confidence, Confidence::medium);
  if (q.ca->handover || q.cb->handover || where.unknown_index)
    q.confidence = at_most(q.confidence, Confidence::low);
  bool indirect = false;
  std::unordered_map<Term, bool> seen;
  for (const auto& [x, y] : where.equal)
    for (const Term side : {x, y})
      terms_.visit(side, seen, [&](Term t) {
        const TermNode& n = terms_[t];
        if (n.kind != TermKind::load || n.kids.empty()) return;
        const std::uint32_t object = trace_.loads[TermPool::symbol_of(n.value)];
        const Object& o = trace_.objects[object];
        if (o.global && !o.extents.empty() && facts_.constant_values(o.key) != nullptr) return;
        bool varies = false;
        std::unordered_map<Term, bool> inner;
        terms_.visit(t, inner, [&](Term part) {
          varies |= terms_[part].kind == TermKind::symbol &&
                    q.inside(TermKind::symbol, TermPool::symbol_of(terms_[part].value));
        });
        indirect |= varies;
      });
  if (!indirect) return;
  const bool accumulates = (q.a->accumulates || q.b->accumulates) && q.a->place.line == q.b->place.line;
  q.confidence = at_most(q.confidence, accumulates ? Confidence::medium : Confidence::low);
}

bool PairJudge::ask(Question& q, Race race) {
  Overlap where = overlap(q.a->address, q.b->address);
  if (!where.possible) return false;
  weigh(q, where);
  if (told_[{std::min(q.a->place, q.b->place), std::max(q.a->place, q.b->place)}] > 0 &&
      q.confidence == Confidence::low)
    return false;
  std::vector<std::pair<Term, Term>> equations;
  for (const auto& [x, y] : where.equal) {
    equations.emplace_back(left(q, x), right(q, y));
    if (terms_.is_false(terms_.equal(equations.back().first, equations.back().second))) return false;
  }
  for (const auto& [x, y] : q.differ)
    if (forces_equal(terms_, equations, x, y)) return out_of_bounds(q, where);
  for (const auto& [x, y] : q.differ) {
    Term same = terms_.constant(1);
    for (std::size_t i = 0; i < x.size(); ++i)
      same = terms_.both(same, terms_.equal(x[i], y[i]));
    q.must.push_back(terms_.negation(same));
  }
  for (const Term c : q.ca->conditions)
    q.must.push_back(left(q, c));
  for (const Term c : q.cb->conditions)
    q.must.push_back(right(q, c));
  const auto varies = [&](Term t) {
    const TermNode& n = terms_[t];
    if (n.kind == TermKind::symbol)
      return TermPool::side_of(n.value) != 0 || q.inside(n.kind, TermPool::symbol_of(n.value));
    bool inside = false;
    std::unordered_map<Term, bool> seen;
    terms_.visit(t, seen, [&](Term part) {
      inside |= terms_[part].kind == TermKind::symbol && TermPool::side_of(terms_[part].value) != 0;
    });
    return inside;
  };
  std::vector<Term> question = q.must;
  for (const auto& [x, y] : equations) {
    std::vector<std::pair<Term, Term>> parts;
    bool linear = true;
    for (const Term side : {x, y})
      for (const auto& [factors, coefficient] : terms_.polynomial(side))
        linear &= factors.size() < 2;
    if (!linear) parts = delinearise(terms_, solver_, x, y, q.must, varies);
    if (parts.empty()) parts.emplace_back(x, y);
    for (const auto& [l, r] : parts)
      question.push_back(terms_.equal(l, r));
  }
  Answer answer = Answer::unknown;
  std::optional<bool> collide;
  if (equations.size() == 1)
    collide = tables_collide(terms_, equations[0].first, equations[0].second, solver_.tables());
  if (collide)
    answer = *collide ? Answer::yes : Answer::no;
  else
    answer = solver_.satisfiable(question);
  if (answer == Answer::no) return out_of_bounds(q, where);
  if (answer == Answer::unknown) q.confidence = Confidence::low;
  race.confidence = q.confidence;
  race.elements = std::any_of(where.equal.begin(), where.equal.end(), [&](const auto& pair) {
    return !terms_.is_constant(pair.first) || !terms_.is_constant(pair.second);
  });
  describe(q, race);
  if (!q.a->write && q.b->write) {
    std::swap(race.a, race.b);
    std::swap(race.where_a, race.where_b);
  }
  races_.push_back(std::move(race));
  return true;
}

/// a[i][-1] is a[i-1][n-1]: subscripts that leave their dimension meet elements of another row.
bool PairJudge::out_of_bounds(Question&, const Overlap&) { return false; }

/// The two iterations or threads of the solver's example, and the element they meet in.
void PairJudge::describe(Question& q, Race& race) {
  const auto number = [&](Term t) {
    const auto value = solver_.value(t);
    return value ? std::to_string(*value) : std::string("?");
  };
  const auto side = [&](const Context& c, bool first) {
    std::string text;
    const auto add = [&](Term t) {
      const Term copy = first ? left(q, t) : right(q, t);
      const std::string value = number(copy);
      if (value == "?") return;
      std::unordered_map<Term, bool> seen;
      std::string name;
      terms_.visit(t, seen, [&](Term part) {
        if (terms_[part].kind == TermKind::symbol && name.empty())
          name = terms_.symbol_name(terms_[part].value);
      });
      if (const auto space = name.find(' '); space != std::string::npos) name.resize(space);
      if (!name.empty()) text += (text.empty() ? "" : ", ") + name + "=" + value;
    };
    for (const LevelContext& l : c.levels)
      for (const Work& w : l.work)
        if (w.loop)
          for (const Term t : w.part)
            if (t != 0) add(t);
    for (const SimdLoop& s : c.simd)
      for (const Term t : s.part)
        if (t != 0) add(t);
    return text;
  };
  race.where_a = side(*q.ca, true);
  race.where_b = side(*q.cb, false);
  race.element = trace_.objects[q.a->address.object].name;
  for (const Step& s : q.a->address.steps) {
    if (s.kind == Step::field) race.element += "." + facts_.program.symbols.text(s.name);
    if (s.kind == Step::deref) race.element = "*" + race.element;
    if (s.kind == Step::index) race.element += "[" + number(left(q, s.index_)) + "]";
  }
}

} // namespace burler::openmp

// Decides which pairs of accesses of one walk race: may two agents run them in parallel, and can they then
// touch the same memory? Each question goes to the solver with everything the walk knows about both sides.
#pragma once

#include "openmp/overlap.h"
#include "openmp/race.h"
#include "openmp/task_order.h"

#include <map>
#include <set>

namespace burler::openmp {

class PairJudge {
public:
  PairJudge(const ProgramFacts& facts, Trace& trace);
  /// Quadratic in the accesses to one object; at most a few races a pair of lines and object.
  std::vector<Race> races();

private:
  /// One question: both sides with their symbols told apart, and what must hold.
  struct Question {
    const Access *a = nullptr, *b = nullptr;
    const Context *ca = nullptr, *cb = nullptr;
    TermPool::Inside inside; ///< symbols that each agent has for itself
    std::unordered_map<Term, Term> left, right;
    std::vector<Term> must;                                              ///< conjuncts; 0 = not known
    std::vector<std::pair<std::vector<Term>, std::vector<Term>>> differ; ///< vectors that are not equal
    Confidence confidence = Confidence::high;
    bool between_constructs = false;
  };

  void judge_object(const std::vector<std::uint32_t>& accesses);
  bool judge(std::uint32_t a, std::uint32_t b);
  bool threads_meet(std::uint32_t a, std::uint32_t b, std::size_t depth);
  bool tasks_meet(std::uint32_t a, std::uint32_t b);
  bool lanes_meet(std::uint32_t a, std::uint32_t b, std::size_t depth);

  // pair_exclusion.cpp: "no" to running in parallel, as conditions where it depends
  bool excluded_by_work(Question& q, std::size_t depth);
  bool excluded_by_locks(Question& q);
  void order_by_handover(Question& q, std::size_t depth);
  void order_by_flags(Question& q, std::size_t depth, bool swapped);
  Term same_place(Question& q, const Address& a, const Address& b);

  Question question(std::uint32_t a, std::uint32_t b, TermPool::Inside inside);
  Term left(Question& q, Term t) { return terms_.rename(t, 1, q.inside, q.left); }
  Term right(Question& q, Term t) { return terms_.rename(t, 2, q.inside, q.right); }
  bool ask(Question& q, Race race);
  void weigh(Question& q, const Overlap& where);
  bool out_of_bounds(Question& q, const Overlap& where);
  void describe(Question& q, Race& race);
  bool visible(std::uint32_t object, std::uint32_t first) const;
  bool is_written(std::uint32_t object) const { return written_.contains(object); }

  const ProgramFacts& facts_;
  Trace& trace_;
  TermPool& terms_;
  Solver solver_;
  std::set<std::uint32_t> written_; ///< objects that some access writes
  std::map<std::pair<summary::Place, summary::Place>, int> told_;
  std::vector<Race> races_;
};

} // namespace burler::openmp

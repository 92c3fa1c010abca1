// Walks one function and all it calls symbolically, once per loop body, and writes down every access to
// memory that threads of an OpenMP region can share, with its situation (context.h). The walk is per
// representative thread: the judge of pairs (pairs.h) instantiates what it wrote twice.
//
// Loops: one generic iteration, with everything the body assigns unknown at its start. Loops with a barrier
// inside are walked as two adjacent iterations that all threads take together, loops that create tasks as two
// iterations in order, and sequential loops around regions as their first two iterations and then a generic
// one.
#pragma once

#include "openmp/context.h"
#include "openmp/program_facts.h"

#include <deque>
#include <set>

namespace burler::openmp {

/// A barrier that not all threads of the team may reach.
struct Misuse {
  summary::Place place, around;
  Symbol function;
  std::string reason; ///< "inside the worksharing loop", "under a condition on the thread number"
};

struct Trace {
  TermPool terms;
  std::vector<Object> objects{1};
  std::vector<Level> levels{1};
  std::vector<Task> tasks{1};
  std::deque<Context> contexts;
  std::vector<Access> accesses;
  std::vector<Misuse> misuses;
  std::vector<std::uint32_t> loads{0};         ///< memory function -> object
  std::map<std::uint32_t, std::uint32_t> same; ///< symbols equal for all threads of this level
  bool exhausted = false;                      ///< the budget ended the walk
};

class Walker {
public:
  Walker(const ProgramFacts& facts, Trace& trace);
  void walk(const summary::FunctionTree& root);
  /// Functions the walk came through, directly or by calls.
  const std::set<Symbol>& entered() const { return entered_; }

private:
  enum class Flow { next, left };
  struct Frame {
    const summary::FunctionTree* tree = nullptr;
    std::map<Symbol, Address> bindings;
    std::vector<Value> results;
    summary::Place call;
  };

  // walker.cpp: frames, objects, state
  const summary::FunctionTree& tree() const { return *frames_.back().tree; }
  const summary::Node& node(std::uint32_t index) const { return tree().nodes[index]; }
  std::uint32_t object(const summary::TreeVariable& variable);
  Address binding(const summary::TreeVariable& variable);
  Address bind_new(const summary::TreeVariable& variable);
  Level* level();
  LevelContext* team();
  bool shared(std::uint32_t object);
  bool many_threads();
  void forget(const std::vector<Symbol>& keys);
  void forget_object(std::uint32_t object);
  std::uint32_t snapshot();
  void record(const Address& address, bool write, const summary::Node& at, std::uint32_t flags = 0);
  void assume(Term condition);
  bool spend(std::size_t steps = 1);

  // walk_expressions.cpp
  Value evaluate(std::uint32_t index);
  Address locate(std::uint32_t index);
  Term number(std::uint32_t index) { return evaluate(index).term; }
  Value read(const Address& address, const summary::Node& at);
  void write(const Address& address, const Value& value, const summary::Node& at, bool accumulates = false);
  Value contents(const Address& address, const summary::Node& at);
  Value assign(const summary::Node& at);
  Value binary(const summary::Node& at);
  Value arithmetic(summary::Operator op, const Value& a, const Value& b);
  static Address moved(TermPool& terms, Address address, Term by);

  // walk_calls.cpp
  Value call(std::uint32_t index);
  Value inline_call(const summary::FunctionTree& callee, const summary::Node& at);
  Value outside_call(const summary::Node& at);
  bool lock_call(const summary::Node& at);
  void memory_call(const summary::Node& at);
  void acquire(Lock lock);
  void release(const Address& address);

  // walk_statements.cpp
  Flow statement(std::uint32_t index);
  Flow block(const summary::Node& at);
  Flow branch(const summary::Node& at);
  void declare(const summary::Node& at);
  void merge(Term condition, const Cells& then_cells, const Context& then_context);

  // walk_loops.cpp
  Flow loop(std::uint32_t index);
  void generic_iteration(const summary::Node& at, Term previous, bool adjacent, bool uniform, Term* made);
  void first_iterations(const summary::Node& at);
  bool canonical(const summary::Node& at, std::uint32_t& variable, Term& step);
  Term iteration_value(const std::string& name, Term start, Term step, Term previous, bool adjacent);
  void worksharing_loop(const summary::Directive& d, std::uint32_t number, std::uint32_t body, bool to_teams,
                        bool to_team);
  std::vector<std::uint32_t> nest_of(std::uint32_t body, std::uint32_t depth);
  void enter_nest(const summary::Directive& d, const std::vector<std::uint32_t>& nest,
                  std::vector<Term>& part, std::vector<Term>& ordinals, Term& key);
  void simd_loop(const summary::Directive& d, std::uint32_t body);
  void note_spin(std::size_t first_access);

  // walk_directives.cpp
  void directive(std::uint32_t index);
  void region(const summary::Directive& d, std::uint32_t number, std::uint32_t body, std::uint32_t parts);
  void enter_level(const summary::Directive& d, bool teams, const summary::Place& place, std::uint32_t body);
  void leave_level(std::size_t depth);
  void share_out(const summary::Directive& d, std::uint32_t number, std::uint32_t body, std::uint32_t parts);
  void single_part(const summary::Directive& d, std::uint32_t number, std::uint32_t body,
                   std::uint32_t parts);
  void sections(const summary::Directive& d, std::uint32_t number, std::uint32_t body);
  /// Private copies of all but linear variables, or with `ordinals` of the linear ones only.
  void privatise(const summary::Directive& d, const std::vector<Term>& ordinals);
  void combine(const summary::Directive& d, const summary::Node& at);
  void barrier(const summary::Place& place, bool is_explicit);
  void atomic(const summary::Directive& d, std::uint32_t body);
  void locked(const summary::Directive& d, std::uint32_t body);
  std::string why_divergent(summary::Place& around);
  bool depends_on(Term term, Term symbol) const;

  // walk_tasks.cpp
  void task(const summary::Directive& d, std::uint32_t body, const summary::Place& place);
  std::uint32_t open_task(const summary::Directive& d, const summary::Place& place);
  void close_task(std::uint32_t task);
  void taskloop(const summary::Directive& d, std::uint32_t body, const summary::Place& place);
  void taskwait(const summary::Directive& d);
  void taskgroup(std::uint32_t body);
  void end_group(std::uint32_t since, std::uint32_t owner);
  bool depend_conflict(const Task& a, const Task& b) const;
  std::vector<std::pair<summary::DependKind, Address>> depends(const summary::Directive& d);

  const ProgramFacts& facts_;
  Trace& out_;
  TermPool& terms_;
  std::deque<Frame> frames_;
  std::map<Symbol, std::uint32_t> globals_;
  Cells cells_;
  Context now_;
  bool muted_ = false;  ///< clauses name places without touching them
  bool changed_ = true; ///< `now_` differs from the last snapshot
  std::uint32_t sequence_ = 0;
  std::uint32_t instances_ = 0;
  std::size_t steps_ = 0;
  int switches_ = 0;       ///< around this point: a `break` there ends a case only
  int around_regions_ = 0; ///< nested loops walked by their first iterations
  Address atomic_subject_;
  bool atomic_release_ = false;
  std::map<std::pair<std::uint32_t, std::uint32_t>, Term> phase_values_; ///< shared variable, phase -> value
  std::map<std::vector<std::uint32_t>, std::uint32_t> load_ids_;
  std::map<std::uint32_t, std::uint32_t> versions_; ///< of an object's contents
  std::map<std::vector<Term>, Term> schedules_;
  std::set<Symbol> entered_;
};

} // namespace burler::openmp

// Forward dataflow over one function's mini CFG: locks and guards, aliases, live activities, object order.
// The fixpoint runs on small states; a last pass over the stable states writes the records of the summary.
#pragma once

#include "detect/access_quota.h"
#include "detect/branches.h"
#include "detect/cfg.h"
#include "detect/function_summary.h"
#include "detect/lock_paths.h"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

namespace burler::detect {

struct GuardState {
  enum class Owns : std::uint8_t { no, yes, maybe };
  PathId guard = 0;
  SetId locks = 0; ///< held_item
  Owns owns = Owns::no;
  bool operator==(const GuardState&) const = default;
};

struct FlowState {
  bool reached = false;
  PointState at;
  AliasEnv env;
  std::vector<GuardState> guards; ///< sorted by guard
  SetId recursive = 0;            ///< may: lock attributes that ask for a recursive lock (PathId)
  SetId given = 0;                ///< may: locks given back and not taken again (PathId)
  SetId again = 0;                ///< must: locks held that were taken twice (PathId)
  SetId emptied = 0; ///< must: owners whose object has ended and that own no other since (PathId)
  SetId handed = 0;  ///< must: elements handed to threads by the indices of now (PathId)
  std::vector<std::pair<PathId, Binding>> chains; ///< must: local pointer -> head of the chain it walks along
  std::vector<std::pair<Symbol, std::uint32_t>> outcomes; ///< must: variable -> the try-lock it tells about
  bool operator==(const FlowState&) const = default;
};

class FunctionAnalysis {
public:
  FunctionAnalysis(Facts& facts, const summary::Function& function);
  Summary run();

private:
  // function_analysis.cpp: the driver
  FlowState entry_state();
  FlowState incoming(std::uint32_t block);
  void transfer_block(std::uint32_t block, FlowState& state);
  void transfer(const summary::Event& e, FlowState& state);
  void remade(const summary::Event& e, FlowState& state);
  bool ended_before(const summary::Event& e, FlowState& state);
  void fixpoint();
  void flow_backward();
  void emit();
  void finish(Summary& out, const FlowState& exit);
  void drop_private(Summary& out);
  static void merge(SetTable& sets, FlowState& into, const FlowState& from);

  // transfer_locks.cpp
  void lock_event(const summary::Event& e, FlowState& state);
  void guard_event(const summary::Event& e, FlowState& state);
  void take(FlowState& state, SetId items, const summary::Event& e, SetId together);
  void give_back(FlowState& state, SetId items);
  bool still_held(FlowState& state, PathId lock);
  bool given_later(const FlowState& state, PathId lock);
  bool give_element(const summary::Event& e, FlowState& state, PathId lock);

  // lock_steps.cpp: what LockPaths follows, and what it found
  void note_take(std::uint32_t item, const summary::Event& e, const std::vector<PathId>& among = {},
                 PathId through = 0);
  void note_give(PathId lock, PathId through = 0);
  void note_moved(PathId pointer);
  void record_acquisition(std::uint32_t item, const summary::Event& e, const FlowState& state,
                          SetId together);
  SetId translate_holds(SetId holds, class CallSite& site, const summary::Place& call);
  void note_exit(const Summary& callee, class CallSite& site, const summary::Event& e);
  std::set<PathId> all_locks();
  bool one_of_several(const summary::Event& e, FlowState& state);
  void follow_locks();
  void settle(FlowState& state);
  void record_leaks();
  SetId holds_of(SetId theirs, SetId released, class CallSite& site, const summary::Place& call);
  void apply_branch(std::uint32_t from, std::size_t edge, FlowState& state);
  void outcome(std::uint32_t attempt, bool taken, FlowState& state);
  void contract(const summary::Event& e, FlowState& state, const summary::Function& callee,
                class CallSite& site);
  void attempt(FlowState& state, const summary::Function& callee, class CallSite& site);
  void assertion(FlowState& state, const summary::Function& callee, class CallSite& site);
  void declared_effect(FlowState& state, const summary::Function& callee, class CallSite& site);
  void record_demands(const FlowState& state, const summary::Function& callee, class CallSite& site);
  void open_section(FlowState& state, SetId locks);
  GuardState* guard(FlowState& state, PathId path);
  void set_guard(FlowState& state, GuardState guard);
  GuardState* guard_of_object(const summary::Event& e, FlowState& state, PathId path);
  void configure(const summary::Event& e, FlowState& state);
  void inline_kinds(const Summary& callee, class CallSite& site);
  PathId lock_behind(PathId guard, std::size_t number = 0);
  void given_guards(FlowState& state);
  void returned_guards(FlowState& state, SetId released, SetId taken);

  // transfer_waits.cpp
  void note_wait(const summary::Event& e, const FlowState& state, PathId object);
  void inline_acquisitions(const Summary& callee, class CallSite& site, const summary::Place& place,
                           const std::function<PointState(const PointState&)>& translated,
                           const std::function<Origin(Origin)>& deeper);
  void inline_waits(const Summary& callee, class CallSite& site, const summary::Place& place,
                    const std::function<PointState(const PointState&)>& translated,
                    const std::function<Origin(Origin)>& deeper);

  // transfer_memory.cpp
  void access_event(const summary::Event& e, FlowState& state);
  void alias_event(const summary::Event& e, FlowState& state);
  bool captured_pointer(const summary::Event& e, PathId key) const;
  bool may_be_own(const AccessPath& path) const;
  bool identity_decides(std::uint32_t block);
  Access access_here(const summary::Event& e, const FlowState& state, PathId path);
  void record_access(const summary::Event& e, FlowState& state, PathId path, bool write, bool atomic);
  void record_store(PathId key, const Binding& binding);
  PathId pointee_here(const FlowState& state, PathId pointer);
  void note_store(FlowState& state, PathId key, PathId source, bool by_reference);
  void publish(FlowState& state, PathId object);
  void note_published(PathId object, PathId root);
  void publish_reachable(FlowState& state, const std::vector<PathId>& things);
  void return_event(const summary::Event& e, FlowState& state);
  bool unseen_call(const PathRoot& result, FlowState& state);
  void object_from_call(FlowState& state);

  // chains.cpp: pointers that walk along linked nodes
  const Binding* chain(const FlowState& state, PathId pointer) const;
  void note_chain(const summary::Event& e, FlowState& state, PathId key, PathId source);
  void set_chain(FlowState& state, PathId key, const Binding& origin);
  PathId by_chain(const FlowState& state, PathId path, SetId held);

  // index_changes.cpp: elements chosen by variables that change
  void constant_event(const summary::Event& e, FlowState& state);
  PathId with_old_index(PathId path, std::string_view variable);
  void note_handed(const summary::Event& e, FlowState& state, const std::vector<PathId>& operands);
  bool is_handed(const FlowState& state, PathId path);

  // transfer_values.cpp: writes that are taken back, and assertions
  void note_value(const summary::Event& e, const FlowState& state, PathId path);
  void pair_changes();
  bool follow_change(std::size_t first, std::vector<std::size_t>& ends, std::set<std::uint32_t>& passed);
  SetId kept_locks(const ValueAccess& from, const ValueAccess& to, const std::set<std::uint32_t>& passed);

  // transfer_threads.cpp
  void fork_event(const summary::Event& e, FlowState& state);
  /// `rounds`: of the loop around the join, 0 = unknown.
  void join_path(FlowState& state, PathId handle, bool all, std::uint32_t rounds = 0);
  void join_early(PathId handle, bool all, std::uint32_t target, std::uint32_t rounds = 0);
  void joined_by_call(const Summary& callee, class CallSite& site);
  bool starts_threads(std::int64_t loop) const;
  bool start_failed(const FlowState& state) const;
  bool surely_runs(std::uint32_t block) const;
  std::uint32_t rounds_around(std::uint32_t block) const;
  void order_event(const summary::Event& e, FlowState& state);
  PathId shared_state(const FlowState& state, AccessPath handle);
  void once_event(const summary::Event& e, FlowState& state);
  void pool_call(const summary::Event& e, FlowState& state, Symbol callee, PathId self,
                 const std::vector<PathId>& operands);
  void signal(PathId object);
  std::uint32_t fork_number(std::uint32_t event, std::uint32_t callee_fork);
  void moved_handle(PathId to, PathId from);

  // transfer_spans.cpp: locks held while a started thread lives
  static SetId common_spans(SetTable& sets, const PointState& a, const PointState& b);
  SetId with_span(const PointState& at, std::uint32_t fork, SetId held) const;
  SetId spans_at_call(const PointState& callee, class CallSite& site, const PointState& at, SetId released);
  void end_spans(PointState& at, PathId lock, bool from_outside);
  void inline_exposures(const Summary& callee, class CallSite& site, const PointState& at);
  void expose(const Exposure& exposure);
  std::vector<AliasEnv::Entry> snapshot(const FlowState& state, const std::vector<PathId>& things);
  SetId fresh_roots(const std::vector<PathId>& things);

  // transfer_calls.cpp
  void call_event(const summary::Event& e, FlowState& state);
  void inline_call(const summary::Event& e, FlowState& state, Symbol callee, PathId self,
                   const std::vector<PathId>& operands);
  void inline_guesses(const summary::Event& e, FlowState& state, const std::vector<Symbol>& callees,
                      PathId self, const std::vector<PathId>& operands);
  void inline_records(const Summary& callee, class CallSite& site, const FlowState& state);
  void inline_accesses(const Summary& callee, class CallSite& site, const std::function<bool(Access&)>& here);
  void inline_stores(const Summary& callee, CallSite& site, const FlowState& state);
  /// `several`: one call can start several instances that live at once.
  Fork fork_here(const Fork& theirs, bool several, class CallSite& site, const FlowState& state);
  void inline_forks(const Summary& callee, class CallSite& site, FlowState& state);
  void inline_exit(const Summary& callee, class CallSite& site, FlowState& state);
  void inline_contents(const Summary& callee, class CallSite& site, FlowState& state);
  void publish_for(const Summary& callee, class CallSite& site, FlowState& state);
  PointState at_call(const PointState& callee, class CallSite& site, const FlowState& state);
  std::vector<Symbol> targets(const summary::Event& e, FlowState& state);

  PathId intern(const AccessPath& path) { return facts_.paths.intern(path); }
  PathId resolve(const FlowState& state, const AccessPath& path);
  PathId resolve_value(const FlowState& state, const AccessPath& path);
  PathId result_path() const;
  Origin origin(const summary::Event& e) const { return {function_.usr, e.place, 0}; }

  Facts& facts_;
  const summary::Function& function_;
  Cfg cfg_;
  Summary out_;
  std::vector<FlowState> outs_;
  std::vector<std::vector<FlowState>> edge_outs_; ///< per block, per successor (after branch facts)
  /// Per block: joins in force at its entry: handle, all, rounds.
  std::vector<std::vector<std::tuple<PathId, bool, std::uint32_t>>> early_;
  std::vector<std::uint32_t> dirty_;
  std::uint32_t block_ = 0, event_ = 0;
  bool emitting_ = false;
  bool walked_ = false;   ///< the current access is to some node of a chain
  bool guessing_ = false; ///< the current call may go to several functions
  SetId entry_held_ = 0;
  std::map<std::uint32_t, SetId> tries_;                     ///< event of a try-lock -> items it would take
  std::vector<std::vector<LockStep>> lock_steps_;            ///< per event
  std::map<std::uint32_t, std::vector<LockStep>> try_steps_; ///< event of a try-lock -> what it would do
  std::map<PathId, std::set<PathId>> pointees_;              ///< local pointer -> what it was given
  std::unique_ptr<LockPaths> lock_paths_;
  std::unique_ptr<Premises> premises_;
  const summary::Event* called_ = nullptr; ///< the call being inlined
  SetId running_holds_ = 0;                ///< the lock of a one-time initialiser around the current event
  std::map<std::uint32_t, PathId> try_guards_;
  std::map<std::uint32_t, SetId> section_locks_; ///< by event + 1: locks (PathId) it took
  std::vector<SetId> signals_, after_;           ///< per event
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::uint32_t> fork_numbers_;
  std::vector<SetId> fork_handles_;           ///< by fork number
  std::vector<std::uint32_t> fork_rounds_;    ///< by fork number: rounds of the loop around it, 0 = unknown
  std::map<std::uint32_t, SetId> fork_fresh_; ///< by fork number
  PathRoot initialised_;                      ///< function-local static under construction
  std::vector<PathId> returned_;
  std::vector<Binding> may_return_;
  bool returns_differ_ = false;
  bool returns_fresh_ = false, returns_known_ = false; ///< a new object; one that others may know
  std::map<PathRoot, summary::Place> made_by_call_;    ///< objects that calls of such functions made
  std::vector<ValueAccess> changes_;                   ///< writes whose effect on a number is known
  AccessQuota quota_;
  std::size_t guessed_accesses_ = 0, guessed_acquisitions_ = 0, guessed_waits_ = 0; ///< in out_
  std::set<PathId> published_; ///< becomes Summary::published
  SetId linked_ = 0;           ///< fresh allocations stored in other fresh ones: published together
  bool identity_ = false;
  std::optional<Branches> branches_; ///< made when first asked for
};

/// One call: translates the callee's paths to the caller's.
class CallSite {
public:
  CallSite(Facts& facts, Symbol callee_usr, Symbol caller, std::uint32_t event, const AliasEnv& env,
           PathId self, const std::vector<PathId>& operands, std::uint64_t by_reference);
  /// 0: private to the callee or not followed.
  PathId translate(PathId path);
  PathId translate_value(PathId path);
  /// A copied pointer parameter that received an address is that address.
  Binding translate(const Binding& binding);
  SetId translate_paths(SetId set);
  SetId translate_held(SetId set);

  std::uint32_t event() const { return event_; }

private:
  PathId compute(PathId path);

  Facts& facts_;
  Symbol callee_usr_, caller_;
  std::uint32_t event_;
  const AliasEnv& env_;
  PathId self_;
  const std::vector<PathId>& operands_;
  std::uint64_t by_reference_;
  std::unordered_map<PathId, PathId> known_;
  std::unordered_map<SetId, SetId> known_paths_, known_held_;
};

} // namespace burler::detect

#include "detect/analysis.h"

#include "detect/call_graph.h"
#include "detect/function_analysis.h"
#include "detect/open_callers.h"

#include <algorithm>
#include <array>
#include <set>
#include <tuple>
#include <unordered_map>

namespace burler::detect {
namespace {

/// Rounds over a recursive component. Records that need more rounds are several turns of the recursion deep.
constexpr int recursion_rounds = 3;
constexpr std::size_t most_instances = 400000;

/// What tells the summaries of two rounds apart, but for the call stacks, which grow with every round.
struct Shape {
  explicit Shape(const Summary& s)
      : sizes{s.accesses.size(), s.values.size(), s.acquisitions.size(), s.waits.size(),
              s.demands.size(),  s.forks.size(),  s.exposures.size(),    s.leaks.size(),
              s.stores.size(),   s.kept.size(),   s.may_return.size()},
        exit(s.exit),
        others{s.recursive, s.exit_holds, s.published, s.signalled, s.returned, s.returned_guard},
        returns(s.returns) {}
  std::array<std::size_t, 11> sizes;
  PointState exit;
  std::array<std::uint32_t, 6> others;
  bool returns;
  bool operator==(const Shape&) const = default;
};

/// Summarises the functions of one component, a recursive one in rounds. A function is looked at again only
/// when one that it calls has changed since.
class Component {
public:
  Component(Facts& facts, const CallGraph& calls) : facts_(facts), calls_(calls) {}

  void summarise(const std::vector<std::uint32_t>& members) {
    const bool recursive = members.size() > 1 || calls_.calls_itself(members.front());
    for (int round = 0; round < (recursive ? recursion_rounds : 1); ++round)
      for (const std::uint32_t f : members)
        if (round == 0 || is_outdated(f)) summarise(f);
  }

private:
  void summarise(std::uint32_t number) {
    const summary::Function& f = facts_.program.functions[number];
    if (f.has(summary::fn_kernel) || f.has(summary::fn_device) || f.has(summary::fn_declaration)) return;
    Summary s = FunctionAnalysis(facts_, f).run();
    const auto before = facts_.summaries.find(f.usr);
    times_[number].looked_at = ++now_;
    if (before == facts_.summaries.end() || !(Shape(before->second) == Shape(s)))
      times_[number].changed = now_;
    facts_.summaries.insert_or_assign(f.usr, std::move(s));
  }

  bool is_outdated(std::uint32_t number) const {
    const auto mine = times_.find(number);
    if (mine == times_.end()) return false;
    const auto& callees = calls_.callees(number);
    return std::any_of(callees.begin(), callees.end(), [&](std::uint32_t c) {
      const auto theirs = times_.find(c);
      return theirs != times_.end() && theirs->second.changed >= mine->second.looked_at;
    });
  }

  struct Times {
    unsigned looked_at = 0, changed = 0;
  };
  Facts& facts_;
  const CallGraph& calls_;
  std::unordered_map<std::uint32_t, Times> times_;
  unsigned now_ = 0;
};

void summarise(Facts& facts, const CallGraph& calls) {
  for (const auto& members : calls.bottom_up())
    Component(facts, calls).summarise(members);
}

/// The access in thread `t`; its path is 0 when only the thread can know the object.
Instance placed(Analysis& out, std::uint32_t t, const Access& a) {
  Instance i;
  i.thread = t;
  i.access = &a;
  i.path = out.threads->canonical(t, a.path);
  if (i.path == 0) return i;
  i.held = out.threads->canonical_held(t, a.at.held);
  i.maybe = out.threads->canonical_paths(t, a.at.maybe);
  i.awaited = out.threads->canonical_paths(t, a.at.awaited);
  i.followed = out.threads->canonical_paths(t, a.followed);
  return i;
}

void place_accesses(Analysis& out, std::vector<Instance>& values) {
  using Key = std::tuple<PathId, bool, bool, Symbol, summary::Place, PointState, SetId>;
  for (std::uint32_t t = 0; t < out.threads->threads().size(); ++t) {
    const auto found = out.facts->summaries.find(out.threads->threads()[t].entry);
    if (found == out.facts->summaries.end()) continue;
    if (out.threads->threads()[t].kind == Thread::Kind::caller) continue; // known by its locks only
    std::set<Key> seen;
    for (const Access& a : found->second.accesses) {
      if (out.accesses.size() >= most_instances) return;
      const Instance i = placed(out, t, a);
      if (i.path == 0) continue;
      if (!seen.insert({i.path, a.write, a.atomic, a.origin.function, a.origin.place, a.at, a.followed})
               .second)
        continue;
      out.accesses.push_back(i);
    }
    for (const ValueAccess& a : found->second.values)
      if (const Instance i = placed(out, t, a); i.path != 0) values.push_back(i);
  }
}

void place_acquisitions(Analysis& out) {
  for (std::uint32_t t = 0; t < out.threads->threads().size(); ++t) {
    const auto found = out.facts->summaries.find(out.threads->threads()[t].entry);
    if (found == out.facts->summaries.end()) continue;
    for (const Acquisition& a : found->second.acquisitions) {
      LockInstance i{t, &a, out.threads->canonical(t, a.lock), 0, 0};
      if (a.holds == 0) continue;
      i.held = out.threads->canonical_held(t, a.at.held);
      i.together = out.threads->canonical_paths(t, a.together);
      out.acquisitions.push_back(i);
    }
  }
}

} // namespace

Analysis analyse(const summary::Program& program, const Options& options) {
  Analysis out;
  out.program = &program;
  out.options = options;
  out.facts = std::make_unique<Facts>(program);
  const auto stage = [&](const char* name) {
    if (options.stage) options.stage(name);
  };
  stage("call graph");
  const CallGraph calls(program, out.facts->call_targets);
  out.facts->task_queues.emplace(program, calls);
  stage("function summaries");
  summarise(*out.facts, calls);
  stage("threads");
  out.threads = std::make_unique<ThreadTree>(*out.facts, calls, options);
  out.events = std::make_unique<EventIndex>(*out.facts);
  stage("place accesses");
  std::vector<Instance> values;
  place_accesses(out, values);
  place_acquisitions(out);
  stage("guards");
  out.usages = infer_guards(*out.facts, *out.threads, out.accesses);
  stage("races");
  const VoteContext context{*out.facts, *out.threads, out.usages};
  out.races = find_races(context, out.accesses, options.disabled_votes);
  for (Race& race : find_open_races(out, out.accesses))
    out.races.push_back(std::move(race));
  out.transient_states = find_transient_states(context, values, options.disabled_votes);
  stage("locks");
  out.lock_cycles = find_lock_cycles(*out.facts, *out.threads, out.acquisitions);
  out.double_locks = find_double_locks(*out.facts, *out.threads);
  out.stalls = find_stalls(*out.facts, *out.threads, *out.events);
  stage("teams");
  out.teams = std::make_unique<Teams>(*out.events);
  out.pools = std::make_unique<PoolHandover>(*out.events, *out.teams);
  out.openmp = openmp::find_defects(program, options.root);
  for (const auto& [usr, s] : out.facts->summaries)
    out.truncated_functions += s.truncated;
  return out;
}

} // namespace burler::detect

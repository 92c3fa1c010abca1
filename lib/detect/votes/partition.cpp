#include "detect/votes/vote.h"

#include <algorithm>
#include <cctype>

namespace burler::detect {
namespace {

bool literal(const std::string& text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](unsigned char c) { return std::isdigit(c); });
}

std::size_t indices(const Facts& facts, PathId path) {
  const auto& steps = facts.paths[path].steps;
  return static_cast<std::size_t>(
      std::count_if(steps.begin(), steps.end(), [](const PathStep& s) { return s.kind == StepKind::index; }));
}

/// The thread was handed an element: the index was chosen where it was started.
bool handed_element(const Facts& facts, const Instance& i) {
  return indices(facts, i.path) > indices(facts, i.access->path);
}

/// The buffer is what a record of a list of jobs points to, and the record says which part of it is meant.
bool part_of_a_job(const Facts& facts, const Access& a) {
  const auto& steps = facts.paths[a.path].steps;
  const auto is = [](StepKind kind) { return [kind](const PathStep& s) { return s.kind == kind; }; };
  const auto record = std::find_if(steps.begin(), steps.end(), is(StepKind::index));
  const auto pointer = std::find_if(record, steps.end(), is(StepKind::deref));
  return std::find_if(pointer, steps.end(), is(StepKind::index)) != steps.end();
}

/// The parent is at work on the very element that it has just handed to the thread.
bool gave_away(VoteContext& context, const Instance& parent, const Instance& child) {
  return parent.access->handed && parent.thread != child.thread && handed_element(context.facts, child) &&
         context.tree.is_inside(child.thread, parent.thread);
}

/// Elements of one buffer: different literals are different elements; an index that a thread can derive from
/// an input of its own (argument, captured value, claimed counter) is taken to select that thread's share
/// when both sides run the same code.
class Partition final : public Vote {
public:
  std::string_view name() const override { return "partition"; }
  Belief operator()(VoteContext& context, const Pair& pair) const override {
    const Facts& facts = context.facts;
    const auto& x = facts.paths[pair.a.path].steps;
    const auto& y = facts.paths[pair.b.path].steps;
    bool indexed = false, unknown = false;
    for (std::size_t i = 0; i < std::min(x.size(), y.size()); ++i) {
      if (x[i].kind != StepKind::index) continue;
      const std::string& a = facts.program.symbols.text(x[i].name);
      const std::string& b = facts.program.symbols.text(y[i].name);
      if (literal(a) && literal(b)) {
        if (a != b) return Belief::none;
        continue;
      }
      indexed = true;
      unknown = unknown || a.empty() || b.empty();
    }
    const auto& all = context.tree.threads();
    const bool one_code = all[pair.a.thread].entry == all[pair.b.thread].entry;
    // `if (rank == 0)`: one thread of the team does it.
    const bool team = one_code && !pair.relation.assumed; // callers of a method are no team
    if (team && (pair.a.access->by_identity || pair.b.access->by_identity)) return Belief::low;
    // Given back under a condition: a count of users, or an error before the start of the others.
    const auto frees = [](const Instance& i) {
      return (i.access->flags & summary::flag_whole) != 0 && i.access->conditional;
    };
    if (frees(pair.a) || frees(pair.b)) return Belief::low;
    if (!indexed) return Belief::high;
    const Access& a = *pair.a.access;
    const Access& b = *pair.b.access;
    if (handed_element(facts, pair.a) && handed_element(facts, pair.b)) return Belief::none;
    if (gave_away(context, pair.a, pair.b) || gave_away(context, pair.b, pair.a)) return Belief::high;
    if (handed_element(facts, pair.a) || handed_element(facts, pair.b)) return Belief::low;
    const auto& threads = context.tree.threads();
    const bool same_code = a.origin.function == b.origin.function ||
                           threads[pair.a.thread].entry == threads[pair.b.thread].entry;
    if (same_code && (a.conditional_identity || b.conditional_identity)) return Belief::none;
    const bool jobs = part_of_a_job(facts, a) && part_of_a_job(facts, b);
    return same_code && (unknown || jobs) ? Belief::low : Belief::medium;
  }
};

} // namespace

std::unique_ptr<Vote> make_partition_vote() { return std::make_unique<Partition>(); }

} // namespace burler::detect

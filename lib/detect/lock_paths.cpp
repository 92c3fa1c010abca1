#include "detect/lock_paths.h"

#include <algorithm>
#include <set>

namespace burler::detect {
namespace {

constexpr std::size_t most_states = 8; ///< beyond it paths with different locks are merged
constexpr std::size_t most_facts = 24;
constexpr unsigned most_visits = 60;

bool is_exit(const summary::Block& block) { return block.successors.empty(); }

} // namespace

LockPaths::LockPaths(Facts& facts, const Cfg& cfg, const std::vector<std::vector<LockStep>>& steps,
                     const std::map<std::uint32_t, std::vector<LockStep>>& tries, SetId at_entry)
    : facts_(facts), cfg_(cfg), steps_(steps), tries_(tries), in_(cfg.function().blocks.size()),
      before_(cfg.event_count()), always_(cfg.event_count()), reached_(cfg.event_count()) {
  const auto takes = [](const LockStep& s) { return s.kind == LockStep::Kind::take; };
  const bool any = !tries.empty() || std::any_of(steps.begin(), steps.end(), [&](const auto& list) {
    return std::any_of(list.begin(), list.end(), takes);
  });
  if (!any) { // nothing to follow: everything holds what the entry holds
    before_.assign(before_.size(), at_entry);
    reached_.assign(reached_.size(), true);
    return;
  }
  for (const summary::Block& block : cfg.function().blocks)
    if (block.subject && block.lesser && block.greater)
      comparisons_[block.subject] = {block.lesser.root, block.greater.root};
  solve(at_entry);
  record();
}

SetId LockPaths::compared(std::uint32_t event, PathId lock, bool hold_is_less) const {
  const auto found = states_.find(event);
  if (found == states_.end()) return 0;
  const PathRoot root = facts_.paths[lock].root;
  return facts_.sets.erase_if(before_[event], [&](std::uint32_t hold) {
    const PathRoot held = facts_.paths[facts_.holds[hold].lock].root;
    return !std::all_of(found->second.begin(), found->second.end(), [&](const State& state) {
      if (!facts_.sets.contains(state.holds, hold)) return true;
      return std::any_of(state.facts.begin(), state.facts.end(), [&](const Fact& f) {
        const auto pair = comparisons_.find(f.subject);
        if (pair == comparisons_.end()) return false;
        const bool less = !f.equal; // the comparison's value is "not 0"
        const auto& [lesser, greater] = pair->second;
        if (held == lesser && root == greater) return less == hold_is_less;
        return held == greater && root == lesser && less != hold_is_less;
      });
    });
  });
}

void LockPaths::solve(SetId at_entry) {
  std::vector<std::uint32_t> rank(in_.size());
  for (std::uint32_t i = 0; i < cfg_.order().size(); ++i)
    rank[cfg_.order()[i]] = i;
  std::vector<unsigned> visits(in_.size());
  std::set<std::pair<std::uint32_t, std::uint32_t>> work{{0, 0}};
  in_[0].push_back({at_entry, {}, {}});
  while (!work.empty()) {
    const std::uint32_t block = work.begin()->second;
    work.erase(work.begin());
    if (++visits[block] > most_visits) continue;
    const States out = through(block, in_[block], false);
    const auto& successors = cfg_.function().blocks[block].successors;
    for (std::size_t edge = 0; edge < successors.size(); ++edge)
      for (const State& state : along(block, edge, out))
        if (add(in_[successors[edge]], state)) work.emplace(rank[successors[edge]], successors[edge]);
  }
}

void LockPaths::record() {
  const auto& blocks = cfg_.function().blocks;
  for (const std::uint32_t block : cfg_.order()) {
    const States out = through(block, in_[block], true);
    if (blocks[block].abandons && blocks[block].throws)
      for (const State& state : out)
        exits_.push_back({state.holds, blocks[block].left, true});
    for (std::size_t edge = 0; edge < blocks[block].successors.size(); ++edge)
      if (const std::uint32_t to = blocks[block].successors[edge];
          is_exit(blocks[to]) && !blocks[to].abandons)
        for (const State& state : along(block, edge, out))
          for (const State& at_end : through(to, {state}, false))
            exits_.push_back(
                {at_end.holds, blocks[to].left.line != 0 ? blocks[to].left : blocks[block].left, false});
  }
}

LockPaths::States LockPaths::through(std::uint32_t block, States states, bool recording) {
  const auto& events = cfg_.function().blocks[block].events;
  const std::uint32_t first = cfg_.first_event(block);
  for (std::uint32_t i = 0; i < events.size(); ++i) {
    if (recording) {
      reached_[first + i] = !states.empty();
      for (const State& state : states)
        before_[first + i] = facts_.sets.unite(before_[first + i], state.holds);
      always_[first + i] = common(states);
      if (!comparisons_.empty() && !steps_[first + i].empty()) states_[first + i] = states;
    }
    const summary::Event& e = events[i];
    if (e.kind == summary::EventKind::constant && !e.names.empty())
      for (State& state : states)
        change(state, e);
    for (const LockStep& step : steps_[first + i])
      apply(step, states);
  }
  return states;
}

SetId LockPaths::common(const States& states) const {
  const auto items = [&](const State& state) {
    return facts_.sets.map(state.holds, [&](std::uint32_t hold) {
      return held_item(facts_.holds[hold].lock, facts_.holds[hold].mode);
    });
  };
  if (states.empty() || overflowed_) return 0;
  SetId all = items(states.front());
  for (const State& state : states)
    all = facts_.sets.intersect(all, items(state));
  return all;
}

void LockPaths::apply(const LockStep& step, States& states) {
  States after;
  for (State& state : states) {
    const auto chosen = std::find_if(state.choices.begin(), state.choices.end(),
                                     [&](const auto& c) { return c.first == step.through; });
    const PathId known = step.through != 0 && chosen != state.choices.end() ? chosen->second : step.lock;
    if (step.kind == LockStep::Kind::rename) {
      state.holds = facts_.sets.erase_if(state.holds, [&](std::uint32_t hold) {
        const PathId lock = facts_.holds[hold].lock;
        return lock != step.lock && facts_.paths.starts_with(lock, step.lock);
      });
      after.push_back(std::move(state));
    } else if (step.kind == LockStep::Kind::give) {
      give(state, known);
      after.push_back(std::move(state));
    } else if (step.among.empty()) {
      take(state, step, known);
      after.push_back(std::move(state));
    } else {
      for (const PathId lock : step.among) {
        State one = state;
        take(one, step, lock);
        std::erase_if(one.choices, [&](const auto& c) { return c.first == step.through; });
        one.choices.emplace_back(step.through, lock);
        after.push_back(std::move(one));
      }
    }
  }
  states = std::move(after);
}

void LockPaths::take(State& state, const LockStep& step, PathId lock) {
  if (lock == 0) return;
  state.holds = facts_.sets.insert(state.holds, facts_.hold({lock, step.mode, step.raw, step.origin}));
}

void LockPaths::give(State& state, PathId lock) {
  state.holds =
      facts_.sets.erase_if(state.holds, [&](std::uint32_t hold) { return facts_.holds[hold].lock == lock; });
}

LockPaths::States LockPaths::along(std::uint32_t block, std::size_t edge, const States& out) {
  const summary::Block& source = cfg_.function().blocks[block];
  if (source.successors.size() != 2) return out;
  const auto tried =
      source.tested_event < 0 ? tries_.end() : tries_.find(static_cast<std::uint32_t>(source.tested_event));
  const bool compared = static_cast<bool>(source.subject) && tried == tries_.end();
  const bool equal = (edge == 0) != source.inverted;
  States result;
  // What others may change decides between paths, and only when it leaves both ways open to some path.
  const auto agrees = [&](const State& s, bool way) {
    const Truth truth = ask(s, source);
    return truth == Truth::unknown || (truth == Truth::yes) == way;
  };
  const bool both = std::any_of(out.begin(), out.end(), [&](const State& s) { return agrees(s, true); }) &&
                    std::any_of(out.begin(), out.end(), [&](const State& s) { return agrees(s, false); });
  for (const State& state : out) {
    State next = state;
    if (compared) {
      if ((source.firm || both) && !agrees(state, equal)) continue;
      assume(next, source, equal);
    }
    if (source.tested_event >= 0 && tried == tries_.end() && edge == 1) // the lock function has failed
      for (const LockStep& step : steps_[static_cast<std::uint32_t>(source.tested_event)])
        if (step.kind == LockStep::Kind::take) give(next, step.lock);
    if (tried != tries_.end() && edge == 0) {
      States one{std::move(next)};
      for (const LockStep& step : tried->second)
        apply(step, one);
      for (const State& s : one)
        add(result, s);
      continue;
    }
    add(result, next);
  }
  return result;
}

LockPaths::Truth LockPaths::ask(const State& state, const summary::Block& block) const {
  Truth truth = Truth::unknown;
  for (const Fact& f : state.facts) {
    if (f.subject != block.subject) continue;
    if (f.value == text(block.value)) return f.equal ? Truth::yes : Truth::no;
    if (f.equal) truth = Truth::no; // it equals something else
  }
  return truth;
}

void LockPaths::assume(State& state, const summary::Block& block, bool equal) const {
  const std::string& value = text(block.value);
  std::erase_if(state.facts, [&](const Fact& f) {
    return f.subject == block.subject && (equal || f.value == value || (f.equal && !block.firm));
  });
  if (state.facts.size() >= most_facts) return;
  const Fact fact{block.subject, value, equal, block.firm};
  state.facts.insert(std::lower_bound(state.facts.begin(), state.facts.end(), fact), fact);
}

/// What is known of a variable that changes: nothing, its new value, or each number shifted.
void LockPaths::change(State& state, const summary::Event& e) const {
  const Symbol subject = e.names.front();
  const auto is_number = [](const std::string& value) {
    constexpr std::size_t most_digits = 15;
    return !value.empty() && value.size() < most_digits &&
           value.find_first_not_of("-0123456789") == std::string::npos;
  };
  if (e.names.size() > 1) {
    const int step = text(e.names[1]) == "+1" ? 1 : -1;
    std::erase_if(state.facts, [&](const Fact& f) { return f.subject == subject && !is_number(f.value); });
    for (Fact& f : state.facts)
      if (f.subject == subject) f.value = std::to_string(std::stoll(f.value) + step);
  } else {
    std::erase_if(state.facts, [&](const Fact& f) { return f.subject == subject; });
    if (e.type) state.facts.push_back({subject, text(e.type), true, true});
  }
  std::sort(state.facts.begin(), state.facts.end());
}

/// Merges states that hold the same locks; keeps what they agree on. True when something is new.
bool LockPaths::add(States& states, const State& more) {
  const bool full = states.size() >= most_states;
  for (State& known : states) {
    const bool same = known.holds == more.holds && known.choices == more.choices;
    if (!same && !(full && &known == &states.back())) continue;
    overflowed_ = overflowed_ || !same;
    const State before = known;
    known.holds = facts_.sets.unite(known.holds, more.holds);
    std::vector<Fact> both;
    std::set_intersection(before.facts.begin(), before.facts.end(), more.facts.begin(), more.facts.end(),
                          std::back_inserter(both));
    known.facts = std::move(both);
    return known != before;
  }
  states.push_back(more);
  return true;
}

} // namespace burler::detect

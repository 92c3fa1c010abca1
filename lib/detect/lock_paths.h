// Which locks may be held at each event of one function, and where they were taken: a path-sensitive dataflow
// that keeps paths apart when they hold different locks and merges them when they hold the same (property
// simulation: Das, Lerner, Seigle, "ESP", PLDI 2002). Branch facts tell "lock if needed, unlock if needed"
// from a lock that one path leaves held. Here a fact about something that others may change decides only
// between paths that hold different locks; it never makes code unreachable.
#pragma once

#include "detect/cfg.h"
#include "detect/function_summary.h"

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace burler::detect {

/// A change of the locks held, in the order of execution. `rename`: what `lock` leads to is something else
/// from here on; locks on the way through it are no longer known by name.
struct LockStep {
  enum class Kind : std::uint8_t { take, give, rename } kind = Kind::take;
  PathId lock = 0;
  LockMode mode = LockMode::exclusive;
  bool raw = false;          ///< taken without a guard object: unwinding does not release it
  Origin origin;             ///< take: where
  PathId through = 0;        ///< the pointer that was followed, when it may point to several locks:
  std::vector<PathId> among; ///< these
};

/// A way out of the function with the locks that it holds then.
struct LockExit {
  SetId holds = 0;
  summary::Place left; ///< empty when control falls off the end
  bool thrown = false;
};

class LockPaths {
public:
  /// `steps` by event number; `tries` by the event that a branch may test (Block::tested_event).
  LockPaths(Facts& facts, const Cfg& cfg, const std::vector<std::vector<LockStep>>& steps,
            const std::map<std::uint32_t, std::vector<LockStep>>& tries, SetId at_entry);

  /// Holds that some path brings to the event. Linear in the events, times at most `most_states` a block.
  SetId before(std::uint32_t event) const { return before_[event]; }
  /// What every path that is possible brings to the event (held_item).
  SetId always(std::uint32_t event) const { return always_[event]; }
  /// False when constants of this function's own variables exclude the event.
  bool reached(std::uint32_t event) const { return reached_[event]; }
  /// Of the holds before the event, those whose object a branch has found less (or greater) than the object
  /// of `lock` on every path.
  SetId compared(std::uint32_t event, PathId lock, bool hold_is_less) const;
  const std::vector<LockExit>& exits() const { return exits_; }

private:
  struct Fact {
    Symbol subject;
    std::string value;
    bool equal = false, firm = false;
    auto operator<=>(const Fact&) const = default;
  };
  struct State {
    SetId holds = 0;
    std::vector<Fact> facts;                        ///< sorted
    std::vector<std::pair<PathId, PathId>> choices; ///< pointer -> the lock it was followed to
    bool operator==(const State&) const = default;
  };
  using States = std::vector<State>;
  enum class Truth : std::uint8_t { no, yes, unknown };

  void solve(SetId at_entry);
  void record();
  States through(std::uint32_t block, States states, bool recording);
  SetId common(const States& states) const;
  void apply(const LockStep& step, States& states);
  void take(State& state, const LockStep& step, PathId lock);
  void give(State& state, PathId lock);
  States along(std::uint32_t block, std::size_t edge, const States& out);
  Truth ask(const State& state, const summary::Block& block) const;
  void assume(State& state, const summary::Block& block, bool equal) const;
  void change(State& state, const summary::Event& e) const;
  const std::string& text(Symbol s) const { return facts_.program.symbols.text(s); }
  bool add(States& states, const State& more);

  Facts& facts_;
  const Cfg& cfg_;
  const std::vector<std::vector<LockStep>>& steps_;
  const std::map<std::uint32_t, std::vector<LockStep>>& tries_;
  std::vector<States> in_;
  std::vector<SetId> before_, always_;
  std::vector<bool> reached_;
  bool overflowed_ = false;                ///< paths that hold different locks were merged somewhere
  std::map<std::uint32_t, States> states_; ///< before events that take a lock, in functions that compare
  std::map<Symbol, std::pair<PathRoot, PathRoot>> comparisons_; ///< subject -> lesser, greater
  std::vector<LockExit> exits_;
};

} // namespace burler::detect

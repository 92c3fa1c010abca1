// The single total order S of seq_cst operations and fences ([atomics.order]/4), kept as what must come
// before what, never as one order: an execution is consistent as long as these requirements have no cycle.
//
// Operations of one thread are totally ordered in S (sequenced before implies strongly happens before), so a
// set of operations closed under "earlier in its thread" is a vector clock of ordinals, and each operation
// keeps the set of all that must precede it, itself included, transitively closed (Luo and Demsky, C11Tester,
// ASPLOS 2021, keep their modification order graph in the same way). A new operation costs O(threads log
// operations); a requirement on an old one also touches everything that follows that one.
//
// Of each thread the last `most_events` to twice as many are remembered. What needs a forgotten one is taken
// to be ordered or forbidden: some permitted executions are lost then, none is invented.
#pragma once

#include "event/vector_clock.h"

namespace burler::detect {

class SeqCstOrder {
public:
  static constexpr std::uint32_t most_events = 256;

  SeqCstOrder() = default;
  SeqCstOrder(const SeqCstOrder&) = delete;
  SeqCstOrder& operator=(const SeqCstOrder&) = delete;
  ~SeqCstOrder();

  /// A set of operations as a vector clock of ordinals: of each thread the first so many.
  using Set = VectorClock;

  /// The next operation of `thread`; `after` need not be closed. Whoever knows `needed` of the thread's clock
  /// knows something sequenced after it. Returns its ordinal in the thread, from 1.
  std::uint32_t add(ThreadNumber thread, const Set& after, std::uint32_t needed);
  /// As add(), a fence: `clock` is its thread's own, `knows` what happens before it, itself included.
  std::uint32_t add_fence(ThreadNumber thread, const Set& after, std::uint32_t clock,
                          const VectorClock& knows);

  /// All operations so far precede all that come.
  void divide();
  /// What strongly happens before an operation whose thread knows `now` already before it.
  Set strongly_before(ThreadNumber thread, const VectorClock& now) const;
  /// The fences that happen before something that knows `now`.
  Set fences_within(const VectorClock& now) const;
  /// The set and all that must precede it.
  Set closed(const Set& set) const;
  /// Calls f(thread, ordinal) for each thread's first fence that `clock` of `of` happens before; ordinal 0
  /// when that may be forgotten.
  template <typename F> void each_fence_after(ThreadNumber of, std::uint32_t clock, F f) const {
    for (std::uint32_t t = 0; t < lines_.size(); ++t) {
      const Line& line = *lines_[t];
      for (std::uint32_t i = 0; i < line.fences.size(); ++i) {
        if (line.fences[i]->knows.get(of) < clock) continue;
        f(static_cast<ThreadNumber>(t), i == 0 && line.lost_fence ? 0 : line.fences[i]->ordinal);
        break;
      }
    }
  }
  /// May all of a closed set precede this operation?
  bool may_precede(const Set& closed, ThreadNumber thread, std::uint32_t ordinal) const;
  /// From now on it does; may_precede() must hold.
  void require(const Set& closed, ThreadNumber thread, std::uint32_t ordinal);

private:
  struct Event {
    Set before; ///< closed, itself included
    std::uint32_t needed = 0;
  };
  struct Fence {
    std::uint32_t ordinal = 0, clock = 0;
    VectorClock knows;
  };
  struct Line {
    PlainVector<Event*> events;
    PlainVector<Fence*> fences;
    std::uint32_t forgotten = 0;  ///< how many events are no longer in `events`
    std::uint32_t lost_fence = 0; ///< ordinal of the last fence among them, 0 = none
  };

  Line& line(ThreadNumber thread);
  static void forget_old(Line& line);

  PlainVector<Line*> lines_;
  Set divided_;
};

} // namespace burler::detect

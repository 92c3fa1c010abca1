// Which values an atomic load may return under C++20, beyond the newest: a history of stores per location,
// its modification order, and the rules of coherence ([intro.races]/15-18), of the single total order of
// seq_cst operations and fences ([atomics.order]/4) and of read-modify-writes ([atomics.order]/10).
//
// Method: Norris and Demsky, CDSChecker (OOPSLA 2013), Lidbury and Donaldson, tsan11 (POPL 2017) and Luo and
// Demsky, C11Tester (ASPLOS 2021): execute in some order, let a load choose among the stores that no rule
// forbids, keep vector clocks for happens-before. Unlike tsan11 the modification order is not the order of
// execution: a store may also be placed before stores that it does not know of, so that 2+2W shows. Unlike
// C11Tester that place is chosen at once, so that no constraint graph is needed and every prefix is a
// consistent execution.
//
// The seq_cst order is a set of requirements beside the order of execution (seq_cst_order.h): C++20 lets it
// contradict happens-before where seq_cst and weaker accesses of one location mix (P0668), and lets a relaxed
// hand-over go against it.
//
// Complete for executions in which program order and reads-from have no cycle: taken in an order that
// respects both, each prefix of a consistent execution is consistent. For the others (LB) one load at a time
// may read a store that is still to come: foresee() takes the value on trust, fulfil() judges the store when
// it is there. Taken in an order that respects happens-before only, every execution can be made so, except
// those where the store would hand an acquiring load a release sequence of somebody else. Whether a value may
// be foreseen at all (no values out of thin air) is for the caller to decide.
#pragma once

#include "detect/happens_before.h"
#include "detect/seq_cst_order.h"

namespace burler::detect {

class WeakMemory {
public:
  using Value = unsigned __int128;
  static constexpr std::uint32_t most_stores =
      32; ///< remembered per location; older ones can no longer be read

  /// An atomic object and what its memory holds now (which a store outside the model may have changed).
  struct Place {
    std::uint64_t address = 0;
    std::uint32_t size = 0;
    Value memory = 0;
  };
  /// Positions in the modification order that an operation may choose from, newest first; never empty.
  struct Choices {
    std::uint32_t count = 0;
    std::uint32_t positions[most_stores + 1];
  };

  constexpr explicit WeakMemory(HappensBefore& order) : order_(order) {}
  WeakMemory(const WeakMemory&) = delete;
  WeakMemory& operator=(const WeakMemory&) = delete;

  Choices readable(ThreadNumber thread, const Place& place, MemoryOrder order);
  /// For a read-modify-write: without the stores that another one has read already. With `expected`
  /// (compare-exchange) only those that hold that value.
  Choices updatable(ThreadNumber thread, const Place& place, MemoryOrder order, const Value* expected);
  /// Where a new store may go.
  Choices placeable(ThreadNumber thread, const Place& place, MemoryOrder order);

  Value value_at(const Place& place, std::uint32_t position);
  /// The effect of a load of the store at `position`, which readable() gave.
  void read(ThreadNumber thread, const Place& place, std::uint32_t position, MemoryOrder order);
  /// The effect of a store; true = it is the last in modification order, so memory has to hold it.
  bool write(ThreadNumber thread, const Place& place, std::uint32_t position, MemoryOrder order, Value value);
  /// Reads the store at `position` and places `value` right behind it; true as for write().
  bool update(ThreadNumber thread, const Place& place, std::uint32_t position, MemoryOrder order,
              Value value);
  void fence(ThreadNumber thread, MemoryOrder order);

  /// A load that will have read a store of another thread still to come; none may be open.
  void foresee(ThreadNumber thread, const Place& place, MemoryOrder order);
  bool foreseeing() const { return foreseen_.open; }
  /// The store just made by write() or update() is the one; false = it cannot be, the execution is none.
  bool fulfil(ThreadNumber thread, const Place& place);
  /// A thread goes to sleep in the kernel, which looked at the memory itself under a lock of its own: all
  /// seq_cst operations so far precede all that come. Waiting code relies on this ("count me in, look, sleep"
  /// against "change, look at the count, wake") with orders that are too weak for it by the letter.
  void sleep() { sequence_.divide(); }
  /// The memory is written by other means, or gone.
  void forget(std::uint64_t address, std::uint64_t size);

private:
  struct Read {
    ThreadNumber thread;
    std::uint32_t clock;
    std::uint32_t ordinal; ///< of the thread's first seq_cst read of the store, 0 = none
  };
  struct Store {
    Value value = 0;
    VectorClock
        published; ///< what an acquiring load of it learns: its own release and its release sequence's
    PlainVector<Read> reads; ///< the first of each thread
    /// Sets of seq_cst operations that [atomics.order]/4 puts before what is coherence-ordered after the
    /// store, after its reads, and before what is not before it: those of all earlier stores and their reads.
    SeqCstOrder::Set own, readers, earlier;
    std::uint32_t ordinal = 0; ///< in the seq_cst order, 0 = not seq_cst
    std::uint32_t clock = 0;
    ThreadNumber thread = 0;
    bool update = false;  ///< nothing may come between it and the store before it
    bool outside = false; ///< made by other means: known to everybody
  };
  struct Location {
    ~Location() { clear(); }
    void clear();
    PlainVector<Store*> order; ///< modification order
    std::uint32_t size = 0;
  };

  struct Foreseen {
    bool open = false;
    bool silent = false; ///< the store must publish nothing: the load acquires, or a fence behind it did
    bool lost = false;   ///< what has to be known of the location is gone
    ThreadNumber thread = 0;
    std::uint64_t address = 0;
    std::uint32_t clock = 0, ordinal = 0;
    VectorClock knows;        ///< what happens before the load
    SeqCstOrder::Set around;  ///< as Store::own
    Store* ceiling = nullptr; ///< the first store in modification order that something after the load met
  };

  Location& at(const Place& place);
  void meet(ThreadNumber thread, const Place& place, const Location& location, Store& store);
  bool place_foreseen(Location& location, std::uint32_t position);
  void note_foreseen(Store& store);
  std::uint32_t oldest(ThreadNumber thread, Location& location, MemoryOrder order);
  SeqCstOrder::Set forced_before(ThreadNumber thread, MemoryOrder order) const;
  SeqCstOrder::Set around(ThreadNumber thread, std::uint32_t ordinal) const;
  std::uint32_t take_turn(ThreadNumber thread, const Store& read, bool stores, MemoryOrder order);
  void note_read(ThreadNumber thread, Store& store, std::uint32_t ordinal);
  bool may_precede(const SeqCstOrder::Set& before, const Store& store) const;
  void go_before(const SeqCstOrder::Set& own, Location& location, std::uint32_t first);
  template <typename F> void each_follower(const Store& store, F f) const;
  Store& insert(ThreadNumber thread, Location& location, std::uint32_t position, Value value);
  bool settle(ThreadNumber thread, Location& location, Store& store, MemoryOrder order);
  static bool known_by_reads(const Store& store, const VectorClock& clock);
  static bool known(const Store& store, const VectorClock& clock);

  HappensBefore& order_;
  AddressTable<Location> locations_;
  SeqCstOrder sequence_;
  Foreseen foreseen_;
  Store* newest_ = nullptr; ///< the last store made
};

/// The seq_cst operations (thread, ordinal) that follow in S whatever is coherence-ordered before `store` or
/// a read of it: such an access itself when it is seq_cst, and fences that it happens before.
template <typename F> void WeakMemory::each_follower(const Store& store, F f) const {
  if (store.ordinal) f(store.thread, store.ordinal);
  sequence_.each_fence_after(store.thread, store.clock, f);
  for (const Read& read : store.reads) {
    if (read.ordinal) f(read.thread, read.ordinal);
    sequence_.each_fence_after(read.thread, read.clock, f);
  }
}

} // namespace burler::detect

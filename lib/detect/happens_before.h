// Exact happens-before race detection on a serialised event stream: vector clocks with FastTrack-style epochs
// (Flanagan and Freund, PLDI 2009) per 8-byte word and byte mask, the C++20 memory model's synchronises-with
// for atomics (release sequences of read-modify-writes only, [intro.races]) and fences ([atomics.fences]).
// Deviations from FastTrack: a word keeps every access that no later one makes redundant, so both sides of a
// race are always known and no history is evicted; atomic and plain accesses are told apart (an atomic one
// conflicts only with plain ones). Volatile accesses are plain. Condition variables order nothing by
// themselves (their mutex does).
//
// The calls must come in the order in which the events happened, from one thread at a time. Threads are small
// numbers chosen by the caller and never reused. Memory: page_allocator; about 8 bytes of shadow per byte of
// memory touched.
#pragma once

#include "base/address_table.h"
#include "base/plain_map.h"
#include "base/plain_vector.h"
#include "event/kinds.h"
#include "event/vector_clock.h"

#include <cstdint>

namespace burler::detect {

enum AccessKind : std::uint8_t { access_read = 0, access_write = 1, access_atomic = 2, access_free = 4 };

/// An access as the detector remembers it; pc, stack and lockset are the caller's, kept and handed back.
struct PastAccess {
  std::uint32_t clock = 0;
  ThreadNumber thread = 0;
  std::uint8_t mask = 0; ///< bytes of the aligned 8-byte word
  std::uint8_t kind = 0; ///< AccessKind bits
  std::uint32_t stack = 0;
  std::uint32_t lockset = 0;
  std::uint64_t pc = 0;
};

/// Hears of each pair of conflicting accesses of two threads to one byte.
class PairSink {
public:
  /// `word` is the address of the 8-byte word. Not `ordered`: a data race ([intro.races]/21).
  virtual void pair(std::uint64_t word, const PastAccess& earlier, const PastAccess& later, bool ordered) = 0;
  /// An access that is not remembered, because `kept`, by the same thread, says all that matters for races.
  /// Whoever looks for all places that touch a word needs it too.
  virtual void covered([[maybe_unused]] std::uint64_t word, [[maybe_unused]] const PastAccess& kept,
                       [[maybe_unused]] const PastAccess& dropped) {}

protected:
  ~PairSink() = default;
};

class HappensBefore {
public:
  HappensBefore() = default;
  HappensBefore(const HappensBefore&) = delete;
  HappensBefore& operator=(const HappensBefore&) = delete;
  ~HappensBefore();

  void start_thread(ThreadNumber child, ThreadNumber parent);
  /// The first thread, which nobody starts.
  void start_main(ThreadNumber thread);
  void join_thread(ThreadNumber waiter, ThreadNumber finished);

  /// Synchronisation through an object: an acquire sees every release before it. `merge` keeps what earlier
  /// releases published (readers of a lock, arrivals at a barrier, posts of a semaphore).
  void acquire(ThreadNumber thread, std::uint64_t object);
  void release(ThreadNumber thread, std::uint64_t object, bool merge = false);

  /// The effect on order of atomic operations, in the order in which they took effect. The accesses
  /// themselves must be offered to access() too (with access_atomic) to find mixed atomic and plain use.
  void atomic_load(ThreadNumber thread, std::uint64_t object, MemoryOrder order);
  void atomic_store(ThreadNumber thread, std::uint64_t object, MemoryOrder order);
  void atomic_update(ThreadNumber thread, std::uint64_t object, MemoryOrder order);
  void fence(ThreadNumber thread, MemoryOrder order);

  /// The parts of an atomic operation for a caller who keeps its own history of stores: what an acquiring
  /// load of something published learns, and what a store publishes (added to `published`).
  void read_published(ThreadNumber thread, const VectorClock& published, MemoryOrder order);
  void publish(ThreadNumber thread, MemoryOrder order, VectorClock& published);
  /// What `thread` does next can be told from what it did by its clock.
  void new_epoch(ThreadNumber thread) { threads_[thread]->now.tick(thread); }
  /// What was released to `object`; null = nothing.
  const VectorClock* published_at(std::uint64_t object);
  const VectorClock& clock_of(ThreadNumber thread) const { return threads_[thread]->now; }

  /// `access.mask` and `access.clock` are filled here. O(words touched).
  void access(std::uint64_t address, std::uint64_t size, PastAccess access, PairSink& sink);
  /// The range is fresh memory: nothing done to it before counts, accesses and synchronisation alike.
  void forget(std::uint64_t address, std::uint64_t size);
  /// forget() for accesses only.
  void forget_accesses(std::uint64_t address, std::uint64_t size);
  /// Compares a deallocation with what is remembered, touching only memory that was accessed before.
  void release_memory(std::uint64_t address, std::uint64_t size, PastAccess access, PairSink& sink);

  /// True when everything `earlier` did so far happens before what `later` does next.
  bool ordered(ThreadNumber earlier, ThreadNumber later) const;

private:
  struct Word {
    PastAccess first[2];
    PastAccess* more;
    std::uint8_t count;
    std::uint8_t capacity; ///< of more
  };
  static constexpr std::uint64_t page_bits = 9; ///< small pages: most programs touch little of many
  static constexpr std::uint64_t page_words = 1ULL << (page_bits - 3);
  struct Page {
    Word words[page_words];
  };
  struct ThreadClocks {
    VectorClock now;
    VectorClock seen_relaxed; ///< what relaxed loads saw, for a later acquire fence
    VectorClock fenced;       ///< the clock of the last release fence
  };
  struct Sync {
    VectorClock clock;
  };

  static PastAccess& at(Word& word, std::uint32_t i) { return i < 2 ? word.first[i] : word.more[i - 2]; }
  static void append(Word& word, const PastAccess& access);
  static void drop(Word& word);
  void touch(Word& word, std::uint64_t address, const PastAccess& access, PairSink& sink);
  Page* find_page(std::uint64_t number);
  Page& get_page(std::uint64_t number);
  ThreadClocks& of(ThreadNumber thread) { return *threads_[thread]; }

  PlainVector<ThreadClocks*> threads_;
  AddressTable<Sync> syncs_;
  PlainMap<Page*> pages_;
  struct Cached {
    std::uint64_t number;
    Page* page;
  };
  Cached cache_[256] = {};
};

} // namespace burler::detect

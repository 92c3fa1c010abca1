#include "detect/weak_memory.h"

namespace burler::detect {

void WeakMemory::Location::clear() {
  for (Store* store : order)
    page_drop(store);
  order.clear();
}

WeakMemory::Location& WeakMemory::at(const Place& place) {
  Location& location = locations_.get(place.address);
  if (location.size == place.size && !location.order.empty() && location.order.back()->value == place.memory)
    return location;
  location.clear();
  foreseen_.lost |= foreseen_.address == place.address;
  location.size = place.size;
  Store* store = page_make<Store>();
  store->value = place.memory;
  store->outside = true;
  if (const VectorClock* published = order_.published_at(place.address)) store->published = *published;
  location.order.push_back(store);
  return location;
}

/// Some access to the store, its making or a read of it, is within `clock`.
bool WeakMemory::known(const Store& store, const VectorClock& clock) {
  return store.outside || store.clock <= clock.get(store.thread) || known_by_reads(store, clock);
}

bool WeakMemory::known_by_reads(const Store& store, const VectorClock& clock) {
  for (const Read& read : store.reads)
    if (read.clock <= clock.get(read.thread)) return true;
  return false;
}

bool WeakMemory::may_precede(const SeqCstOrder::Set& before, const Store& store) const {
  bool may = true;
  each_follower(store, [&](ThreadNumber thread, std::uint32_t ordinal) {
    may = may && sequence_.may_precede(before, thread, ordinal);
  });
  return may;
}

/// What S puts before the next access of `thread`, or before a fence that happens before it, as far as that
/// is decided before the access takes effect. What its own place in the modification order adds cannot close
/// a cycle: it precedes what the access would precede.
SeqCstOrder::Set WeakMemory::forced_before(ThreadNumber thread, MemoryOrder order) const {
  const VectorClock& now = order_.clock_of(thread);
  SeqCstOrder::Set set = sequence_.fences_within(now);
  if (order == MemoryOrder::seq_cst) set.join(sequence_.strongly_before(thread, now));
  return sequence_.closed(set);
}

/// The oldest store that an access of `thread` may be behind of (stores) or read (loads). A store is too old
/// when a later one in modification order was written or read by what happens before the access (CoWR, CoRR,
/// CoWW, CoRW), or when the seq_cst order would get a cycle.
std::uint32_t WeakMemory::oldest(ThreadNumber thread, Location& location, MemoryOrder order) {
  const VectorClock& now = order_.clock_of(thread);
  SeqCstOrder::Set before;
  bool asked = false;
  for (std::uint32_t i = location.order.size(); i-- > 0;) {
    const Store& store = *location.order[i];
    if (known(store, now)) return i;
    if (!asked) before = forced_before(thread, order);
    asked = true;
    if (!may_precede(before, store)) return i;
  }
  return 0;
}

WeakMemory::Choices WeakMemory::readable(ThreadNumber thread, const Place& place, MemoryOrder order) {
  Location& location = at(place);
  const std::uint32_t first = oldest(thread, location, order);
  Choices choices;
  for (std::uint32_t i = location.order.size(); i-- > first;)
    choices.positions[choices.count++] = i;
  return choices;
}

WeakMemory::Choices WeakMemory::updatable(ThreadNumber thread, const Place& place, MemoryOrder order,
                                          const Value* expected) {
  const Choices all = readable(thread, place, order);
  const Location& location = at(place);
  Choices choices;
  for (std::uint32_t i = 0; i < all.count; ++i) {
    const std::uint32_t position = all.positions[i];
    const bool taken = position + 1 < location.order.size() && location.order[position + 1]->update;
    const bool replaces = !expected || location.order[position]->value == *expected;
    if (!(taken && replaces)) choices.positions[choices.count++] = position;
  }
  return choices;
}

WeakMemory::Choices WeakMemory::placeable(ThreadNumber thread, const Place& place, MemoryOrder order) {
  Location& location = at(place);
  const std::uint32_t first = oldest(thread, location, order) + 1;
  const std::uint32_t size = location.order.size();
  Choices choices;
  for (std::uint32_t i = size; i >= first; --i)
    if (i == size || !location.order[i]->update) choices.positions[choices.count++] = i;
  return choices;
}

WeakMemory::Value WeakMemory::value_at(const Place& place, std::uint32_t position) {
  return at(place).order[position]->value;
}

/// Gives a seq_cst access its ordinal (0 for others): behind all that is coherence-ordered before it, which
/// is `read`, the store that it reads or is placed behind, and what precedes that. An update also follows
/// other reads of it, as a store does.
std::uint32_t WeakMemory::take_turn(ThreadNumber thread, const Store& read, bool stores, MemoryOrder order) {
  if (order != MemoryOrder::seq_cst) return 0;
  const VectorClock& now = order_.clock_of(thread);
  SeqCstOrder::Set after = sequence_.strongly_before(thread, now);
  after.join(read.earlier);
  after.join(read.own);
  if (stores) after.join(read.readers);
  return sequence_.add(thread, after, now.get(thread) + (stores ? 1 : 0)); // a store ends its epoch
}

/// The seq_cst operations that an access brings before what is coherence-ordered after it.
SeqCstOrder::Set WeakMemory::around(ThreadNumber thread, std::uint32_t ordinal) const {
  SeqCstOrder::Set set = sequence_.fences_within(order_.clock_of(thread));
  if (ordinal) set.set(thread, ordinal);
  return set;
}

/// An access with these operations around it came to lie before the stores from `first` on.
void WeakMemory::go_before(const SeqCstOrder::Set& own, Location& location, std::uint32_t first) {
  if (own.empty() || first >= location.order.size()) return;
  const SeqCstOrder::Set closed = sequence_.closed(own);
  for (std::uint32_t i = first; i < location.order.size(); ++i) {
    location.order[i]->earlier.join(own);
    each_follower(*location.order[i], [&](ThreadNumber thread, std::uint32_t ordinal) {
      sequence_.require(closed, thread, ordinal);
    });
  }
}

void WeakMemory::note_read(ThreadNumber thread, Store& store, std::uint32_t ordinal) {
  for (Read& read : store.reads)
    if (read.thread == thread) {
      if (!read.ordinal) read.ordinal = ordinal;
      return;
    }
  store.reads.push_back({thread, order_.clock_of(thread).get(thread), ordinal});
}

void WeakMemory::read(ThreadNumber thread, const Place& place, std::uint32_t position, MemoryOrder order) {
  Location& location = at(place);
  Store& store = *location.order[position];
  const std::uint32_t ordinal = take_turn(thread, store, false, order);
  note_read(thread, store, ordinal);
  order_.read_published(thread, store.published, order);
  meet(thread, place, location, store);
  const SeqCstOrder::Set own = around(thread, ordinal);
  store.readers.join(own);
  go_before(own, location, position + 1);
}

WeakMemory::Store& WeakMemory::insert(ThreadNumber thread, Location& location, std::uint32_t position,
                                      Value value) {
  Store* store = page_make<Store>();
  store->value = value;
  store->thread = thread;
  store->clock = order_.clock_of(thread).get(thread);
  location.order.push_back(store);
  for (std::uint32_t i = location.order.size() - 1; i > position; --i)
    location.order[i] = location.order[i - 1];
  location.order[position] = store;
  const Store& previous = *location.order[position - 1];
  store->earlier = previous.earlier;
  store->earlier.join(previous.own);
  store->earlier.join(previous.readers);
  return *store;
}

/// Publishes the new store and lets the oldest go; true = the new one is the last.
bool WeakMemory::settle(ThreadNumber thread, Location& location, Store& store, MemoryOrder order) {
  order_.publish(thread, order, store.published);
  const bool last = location.order.back() == &store;
  newest_ = &store;
  if (location.order.size() > most_stores) {
    foreseen_.lost |= foreseen_.ceiling == location.order[0];
    page_drop(location.order[0]);
    location.order.erase_at(0);
  }
  return last;
}

bool WeakMemory::write(ThreadNumber thread, const Place& place, std::uint32_t position, MemoryOrder order,
                       Value value) {
  Location& location = at(place);
  const std::uint32_t ordinal = take_turn(thread, *location.order[position - 1], true, order);
  Store& store = insert(thread, location, position, value);
  store.ordinal = ordinal;
  store.own = around(thread, ordinal);
  meet(thread, place, location, store);
  go_before(store.own, location, position + 1);
  return settle(thread, location, store, order);
}

bool WeakMemory::update(ThreadNumber thread, const Place& place, std::uint32_t position, MemoryOrder order,
                        Value value) {
  Location& location = at(place);
  Store& old = *location.order[position];
  const std::uint32_t ordinal = take_turn(thread, old, true, order);
  note_read(thread, old, ordinal);
  order_.read_published(thread, old.published, order);
  meet(thread, place, location, old);
  const SeqCstOrder::Set own = around(thread, ordinal);
  old.readers.join(own);
  Store& store = insert(thread, location, position + 1, value);
  store.ordinal = ordinal;
  store.own = own;
  store.update = true;
  store.published = old.published; // the release sequence goes on
  go_before(own, location, position + 2);
  return settle(thread, location, store, order);
}

/// A seq_cst fence follows in S what is coherence-ordered before anything that happens before it.
void WeakMemory::fence(ThreadNumber thread, MemoryOrder order) {
  SeqCstOrder::Set after;
  if (order == MemoryOrder::seq_cst) after = sequence_.strongly_before(thread, order_.clock_of(thread));
  order_.fence(thread, order);
  foreseen_.silent |= foreseen_.thread == thread && is_acquire(order);
  if (order != MemoryOrder::seq_cst) return;
  VectorClock knows = order_.clock_of(thread);
  const std::uint32_t clock = knows.get(thread) - 1; // the fence released, so the clock went on
  knows.set(thread, clock);
  locations_.each([&](std::uint64_t, const Location& location) {
    for (std::uint32_t i = location.order.size(); i-- > 0;) {
      const Store& store = *location.order[i];
      const bool read = known_by_reads(store, knows);
      if (!read && !known(store, knows)) continue;
      after.join(store.earlier);
      if (read) after.join(store.own);
      break;
    }
  });
  sequence_.add_fence(thread, after, clock, knows);
}

void WeakMemory::forget(std::uint64_t address, std::uint64_t size) {
  foreseen_.lost |= foreseen_.address - address < size;
  locations_.erase_range(address, address + size, [](std::uint64_t, Location&) {});
}

} // namespace burler::detect

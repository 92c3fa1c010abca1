// Loads of stores that are still to come: detect/weak_memory.h.
#include "detect/weak_memory.h"

namespace burler::detect {

void WeakMemory::foresee(ThreadNumber thread, const Place& place, MemoryOrder order) {
  at(place);
  const VectorClock& now = order_.clock_of(thread);
  foreseen_ = Foreseen{};
  foreseen_.open = true;
  foreseen_.silent = is_acquire(order);
  foreseen_.thread = thread;
  foreseen_.address = place.address;
  foreseen_.clock = now.get(thread);
  foreseen_.knows = now;
  if (order == MemoryOrder::seq_cst)
    foreseen_.ordinal = sequence_.add(thread, sequence_.strongly_before(thread, now), foreseen_.clock);
  foreseen_.around = around(thread, foreseen_.ordinal);
  order_.new_epoch(thread); // tells what comes behind the load from what came before it
}

/// `thread` reads or makes `store`: if that happens after an open load of the location, the store of the load
/// has to come before it.
void WeakMemory::meet(ThreadNumber thread, const Place& place, const Location& location, Store& store) {
  Foreseen& load = foreseen_;
  if (!load.open || load.address != place.address) return;
  if (order_.clock_of(thread).get(load.thread) <= load.clock) return;
  if (!load.ceiling) load.ceiling = &store;
  for (Store* each : location.order)
    if (each == load.ceiling || each == &store) {
      load.ceiling = each;
      return;
    }
}

/// The seq_cst order with the load at its place: behind the store at `position`, before those that follow.
bool WeakMemory::place_foreseen(Location& location, std::uint32_t position) {
  const Foreseen& load = foreseen_;
  const Store& store = *location.order[position];
  bool may = true;
  SeqCstOrder::Set before = store.earlier;
  before.join(store.own);
  const auto follow = [&](ThreadNumber thread, std::uint32_t ordinal) {
    const SeqCstOrder::Set closed = sequence_.closed(before);
    may = may && sequence_.may_precede(closed, thread, ordinal);
    if (may) sequence_.require(closed, thread, ordinal);
  };
  if (load.ordinal) follow(load.thread, load.ordinal);
  sequence_.each_fence_after(load.thread, load.clock, follow);
  before = load.around;
  for (std::uint32_t i = position + 1; i < location.order.size(); ++i) {
    location.order[i]->earlier.join(load.around);
    each_follower(*location.order[i], follow);
  }
  return may;
}

bool WeakMemory::fulfil(ThreadNumber thread, const Place& place) {
  Foreseen& load = foreseen_;
  load.open = false;
  if (load.lost || load.address != place.address || load.thread == thread) return false;
  if (order_.clock_of(thread).get(load.thread) >= load.clock)
    return false; // the load happens before the store
  Location& location = *locations_.find(place.address);
  std::uint32_t position = location.order.size();
  bool below = load.ceiling != nullptr; // the ceiling was seen
  while (position > 0 && location.order[position - 1] != newest_) {
    const Store& later = *location.order[--position];
    if (known(later, load.knows)) return false;
    if (&later == load.ceiling) below = false;
  }
  if (position-- == 0 || below) return false;
  Store& store = *newest_;
  if (load.silent && !store.published.empty()) return false;
  if (!place_foreseen(location, position)) return false;
  note_foreseen(store);
  return true;
}

/// The load as a read of the store, long after it.
void WeakMemory::note_foreseen(Store& store) {
  store.reads.push_back({foreseen_.thread, foreseen_.clock, foreseen_.ordinal});
  store.readers.join(foreseen_.around);
  order_.read_published(foreseen_.thread, store.published, MemoryOrder::relaxed); // for its later fences
}

} // namespace burler::detect

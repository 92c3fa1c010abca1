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
  if (store.outside || store.clock <= clock.get(store.thread)) return true;
  for (const Read& read : store.reads)
    if (read.clock <= clock.get(read.thread)) return true;
  return false;
}

/// The oldest store that an access of `thread` may be behind of (stores) or read (loads). A store is too old
/// when a later one in modification order was written or read by what happens before the access (CoWR, CoRR,
/// CoWW, CoRW), or when the access would come before a seq_cst operation or fence that it has to follow:
/// [atomics.order]/4 read backwards, the order of execution being the seq_cst order.
std::uint32_t WeakMemory::oldest(ThreadNumber thread, Location& location, MemoryOrder order) {
  const VectorClock& now = order_.clock_of(thread);
  const bool sc = order == MemoryOrder::seq_cst;
  const Fence* fence = nullptr; // the last seq_cst fence that happens before the access
  for (std::uint32_t i = fences_.size(); i-- > 0 && !fence;)
    if (sc || fences_[i].clock <= now.get(fences_[i].thread)) fence = &fences_[i];
  const std::uint64_t limit = sc ? ~0ULL : fence ? fence->sequence : 0;
  for (std::uint32_t i = location.order.size(); i-- > 0;) {
    const Store& store = *location.order[i];
    if (known(store, now)) return i;
    if (store.first_sc && store.first_sc < limit) return i;
    if (fence && known(store, *fence->before)) return i;
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

void WeakMemory::mark(Store& store, MemoryOrder order) {
  if (order != MemoryOrder::seq_cst) return;
  ++sequence_;
  if (!store.first_sc) store.first_sc = sequence_;
}

void WeakMemory::read(ThreadNumber thread, const Place& place, std::uint32_t position, MemoryOrder order) {
  Store& store = *at(place).order[position];
  bool first = true;
  for (const Read& read : store.reads)
    first &= read.thread != thread;
  if (first) store.reads.push_back({thread, order_.clock_of(thread).get(thread)});
  mark(store, order);
  order_.read_published(thread, store.published, order);
}

WeakMemory::Store& WeakMemory::insert(ThreadNumber thread, Location& location, std::uint32_t position,
                                      MemoryOrder order, Value value) {
  Store* store = page_make<Store>();
  store->value = value;
  store->thread = thread;
  store->clock = order_.clock_of(thread).get(thread);
  mark(*store, order);
  location.order.push_back(store);
  for (std::uint32_t i = location.order.size() - 1; i > position; --i)
    location.order[i] = location.order[i - 1];
  location.order[position] = store;
  return *store;
}

/// Publishes the new store and lets the oldest go; true = the new one is the last.
bool WeakMemory::settle(ThreadNumber thread, Location& location, Store& store, MemoryOrder order) {
  order_.publish(thread, order, store.published);
  const bool last = location.order.back() == &store;
  if (location.order.size() > most_stores) {
    page_drop(location.order[0]);
    location.order.erase_at(0);
  }
  return last;
}

bool WeakMemory::write(ThreadNumber thread, const Place& place, std::uint32_t position, MemoryOrder order,
                       Value value) {
  Location& location = at(place);
  Store& store = insert(thread, location, position, order, value);
  return settle(thread, location, store, order);
}

bool WeakMemory::update(ThreadNumber thread, const Place& place, std::uint32_t position, MemoryOrder order,
                        Value value) {
  read(thread, place, position, order);
  Location& location = at(place);
  Store& store = insert(thread, location, position + 1, order, value);
  store.update = true;
  store.published = location.order[position]->published; // the release sequence goes on
  return settle(thread, location, store, order);
}

void WeakMemory::fence(ThreadNumber thread, MemoryOrder order) {
  order_.fence(thread, order);
  if (order != MemoryOrder::seq_cst) return;
  const std::uint32_t clock =
      order_.clock_of(thread).get(thread) - 1; // the fence released, so the clock went on
  auto* before = page_make<VectorClock>(order_.clock_of(thread));
  before->set(thread, clock);
  if (!fences_.empty()) before->join(*fences_.back().before);
  fences_.push_back({thread, clock, ++sequence_, before});
}

void WeakMemory::forget(std::uint64_t address, std::uint64_t size) {
  locations_.erase_range(address, address + size, [](std::uint64_t, Location&) {});
}

} // namespace burler::detect

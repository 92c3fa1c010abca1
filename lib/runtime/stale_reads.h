// The stale-read mode: which permitted store an atomic operation meets is a choice of the schedule
// (detect/weak_memory.h).
#pragma once

#include "runtime/state.h"

namespace burler::runtime {

using StoredValue = detect::WeakMemory::Value;

/// True when atomic operations have to go through this file now.
bool stale_reads();
/// `memory` in `place` is what the object's memory holds; the value the load returns.
StoredValue stale_load(Thread& me, const detect::WeakMemory::Place& place, MemoryOrder order);
/// True = memory has to take the value.
bool stale_store(Thread& me, const detect::WeakMemory::Place& place, MemoryOrder order, StoredValue value);

/// A read-modify-write in two halves: the position read, then what happens there.
std::uint32_t stale_choice(Thread& me, const detect::WeakMemory::Place& place, MemoryOrder order,
                           const StoredValue* expected);
/// True = memory has to take the value.
bool stale_change(Thread& me, const detect::WeakMemory::Place& place, std::uint32_t position,
                  MemoryOrder order, StoredValue value);

} // namespace burler::runtime

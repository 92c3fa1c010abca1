// Loads that read a store still to come (LB), as choices of the schedule. Which
// value may be foreseen is decided as in the promising semantics (Kang et al.,
// POPL 2017), with runs in place of a machine's states: when a thread, running
// alone from some step on, stored v to a place while another thread stood
// before a load of that place, then the store did not depend on the load, and a
// later run may repeat the steps before that stretch and let the load return v.
// The same step of the same thread then has to store v (detect/weak_memory.h
// judges it), or the run is discarded: nothing it showed counts. Unlike there,
// a promise is certified once, where it is made. Only values of 32 bits: others
// are addresses, which another process does not have.
#pragma once

#include "runtime/stale_reads.h"

namespace burler::runtime {

/// True when this load reads a store to come; then `value` is what it returns,
/// and its effect is done.
bool foresees(Thread& me, const detect::WeakMemory::Place& place, MemoryOrder order, StoredValue& value);
/// After each store: keeps a promise, or ends the run, or notes what loads
/// could have foreseen.
void note_store(Thread& me, const detect::WeakMemory::Place& place, MemoryOrder order, StoredValue value);

} // namespace burler::runtime

// Waiting to be woken: the queue behind condition variables and futexes.
#pragma once

#include "runtime/state.h"

namespace burler::runtime {

/// Waits in object's queue until woken or the deadline; with `mutex`, comes back only when that is free. True
/// = woken.
bool wait_in(Thread& me, Object& object, Object* mutex, Op op, std::uint64_t deadline, std::uint64_t pc);
/// Wakes up to `count` waiters whose bits meet `bits`; remembers a call that finds nobody. The number woken.
std::uint32_t wake_from(Thread& me, Object& object, std::uint32_t count, Op op, std::uint64_t pc);

} // namespace burler::runtime

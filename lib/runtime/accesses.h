// Plain memory accesses: schedule points where two threads met before, and the race detector.
#pragma once

#include "runtime/state.h"

namespace burler::runtime {

void access(Thread& me, std::uint64_t address, std::uint64_t size, bool write, std::uint64_t pc);
/// For the detector only: no schedule point of its own.
void access_atomic(Thread& me, std::uint64_t address, std::uint64_t size, bool write, std::uint64_t pc);
void freed(Thread& me, std::uint64_t address, std::uint64_t size, std::uint64_t pc);

} // namespace burler::runtime

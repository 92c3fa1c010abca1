// Faults as choices: the places where something may go wrong ask here. Chances are numbered for each thread
// and each fault, so that leaving one out of a recording keeps the meaning of the others.
#pragma once

#include "runtime/state.h"
#include "sched/fault.h"

namespace burler::runtime {

/// Whether the operation goes wrong now: 0 = no, else which of `variants` ways, from 1. `anywhere` says that
/// the standard permits it at any place; else it does at the request's fault sites only, unless the request
/// names the fault itself. Recorded; in a replay the recording decides.
std::uint32_t fault(Thread& me, sched::Fault kind, std::uint64_t pc, std::uint32_t variants = 1,
                    bool anywhere = false);

/// Start of the run.
void read_faults();

/// fault_allocation.cpp: whether this allocation fails; sets errno.
bool allocation_fails(std::uint64_t pc);

/// fault_short_io.cpp: how many of `size` bytes are moved.
std::size_t shortened(Thread& me, int file, std::size_t size, bool writes, std::uint64_t pc);

} // namespace burler::runtime

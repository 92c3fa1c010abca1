// Release and acquire through atomics and fences, with scopes (PTX ISA, "Release and Acquire Patterns").
//
// A release is a fence followed by an atomic or volatile store; it publishes everything its thread is ordered
// after. An acquire is an atomic or volatile read of the location. The acquiring fence is not required: code
// that forgets it but has a barrier is common, and an alarm there would be noise. Queries run only when an
// unordered pair was met.
#pragma once

#include "cudahost/engine/machine.h"

namespace burler::cudahost {

/// The running thread reads and/or writes a synchronisation location. release_order: the access itself
/// releases.
void synchronise(Thread& t, std::uintptr_t address, bool reads, bool writes, bool block_scope,
                 bool release_order);

/// True if a chain of releases and acquires orders the remembered access before what `t` does now.
bool acquired(const Record& old, const Thread& t);

void forget_synchronisation();

} // namespace burler::cudahost

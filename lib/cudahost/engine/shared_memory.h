// The layout of a block's shared memory during one launch: dynamic part first, then each static variable
// behind a red zone, so that running over one is an access out of bounds and not a silent overlap.
#pragma once

#include "cudahost/engine/machine.h"

namespace burler::cudahost {

/// Per 4-byte word of an arena: which bytes belong to a variable of the running launch.
extern unsigned char shared_valid[arena_size / 4];

/// Starts a launch with `dynamic` bytes of dynamic shared memory. False when it does not fit.
bool start_shared_layout(Launch& launch, std::size_t dynamic);

/// The variable at `offset` of the arena, or the nearest before it; null when there is none.
const burler_shared_site* shared_site_at(const Launch& launch, std::size_t offset);

constexpr std::size_t max_dynamic_shared = 227 * 1024; ///< opt-in limit of compute capability 9.0

} // namespace burler::cudahost

// Who runs next. Threads run until they wait; within a block warp by warp, blocks in order with as many
// resident as waiting ones need. With a seed the order is drawn from it. Verdicts do not depend on the order;
// values may.
#pragma once

#include "cudahost/engine/machine.h"

namespace burler::cudahost {

/// Runs the whole grid of `current`. Returns the error of the launch.
cudaError_t run_grid(Launch& current);

void make_ready(Block& block, unsigned tid);

// barrier.cpp
/// Completes the block barrier when every thread that has not exited waits at it.
void complete_barrier(Block& block);
/// Releases the grid barrier when all blocks wait at it; true if it did.
bool complete_grid_barrier(std::vector<Block*>& resident, std::uint32_t blocks);

// warp.cpp
/// Completes collectives that a lane's exit made complete.
void lane_left(Block& block, unsigned warp);
/// Resolves __activemask(): lanes of the warp that wait for it at one place go on together. True if any did.
bool resolve_active(Block& block, unsigned warp);
/// No thread of the block can run: reports why and lets a group go on. False when nothing waits on a warp.
bool break_deadlock(Block& block);

} // namespace burler::cudahost

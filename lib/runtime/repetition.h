// Many schedules in one process: main is run, everything is taken back to the state in which it began
// (checkpoint.h), and main is run again with the next request. A schedule run this way takes the same steps
// as in a process of its own; the harness asks for proof of that (a strict replay in a new process) of what
// it reports.
//
// Handlers that the executable gave to atexit, and the destructors of its static objects, run at the end of
// each schedule. Result::carried names what cannot be taken back: threads that still run, libraries loaded,
// descriptors left open, waits for the outside world. Then the process ends.
#pragma once

#include "runtime/protocol.h"

namespace burler::runtime {

/// Called in the child of the fork server, which stays in charge of everything else.
void repeat_runs(int requests, int replies);
/// A child of the program has been forked off: what it is for cannot be taken back. In the child itself
/// nothing is repeated.
void note_fork(bool in_child);

/// run.cpp: what of a start depends on the request.
void read_request();
/// server.cpp
bool read_whole(int fd, void* to, unsigned long size);
void write_whole(int fd, const void* from, unsigned long size);
std::uint64_t now_us();

} // namespace burler::runtime

// Waiting for files, pipes and sockets, and the order that bytes passed through them make.
#pragma once

#include "runtime/state.h"

namespace burler::runtime {

/// Lets others run until one of `files` is ready or the deadline; does nothing when one is ready now.
void ready(Thread& me, pollfd* files, std::uint32_t count, const char* what, std::uint64_t deadline,
           std::uint64_t pc);
/// What this thread did so far happens before whatever the bytes it now sends lead to. Pipes are told apart,
/// sockets and event descriptors are not.
void sending(Thread& me, int fd);
void received(Thread& me, int fd);

} // namespace burler::runtime

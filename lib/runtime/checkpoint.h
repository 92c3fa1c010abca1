// A checkpoint of a process with one thread: the memory that the program and the runtime can change, copied,
// and brought back as often as one likes. Covered are the writable data of the executable and of libraries
// other than the C and C++ runtimes', the main thread's thread-local data there, the heap blocks that exist,
// the environment and the arguments, the generators behind rand() and drand48(), and the runtime's own
// memory. Heap blocks made later stay allocated when nobody frees them. Not covered: the kernel's side
// (files, signals, mappings) and the inner state of the C library; repetition.cpp watches what it can of
// these.
#pragma once

#include <cstddef>
#include <cstdint>

namespace burler::runtime {

/// Takes the checkpoint; the bytes that each return copies. Once in a process. O(state).
std::size_t take_checkpoint(int argument_count, char** arguments);
/// Back to it. Calling code continues, its stack as it is. O(state + what the runtime allocated since).
void return_to_checkpoint();

/// Is this heap block part of the checkpoint? Then it must not go back to the C library.
bool kept_for_checkpoint(const void* block);
/// Bytes in heap blocks that exist now and did not then.
std::uint64_t bytes_left_since_checkpoint();
/// Loaded modules, counted since the start; a change means that one was loaded or unloaded.
std::uint64_t module_changes();

} // namespace burler::runtime

// The contract of a profiled free run: the program runs as it would without Burler, threads in parallel,
// and its runtime writes how long each thread waited and held locks into shared memory. The harness makes
// the memory (memfd_create, sizeof(ProfileArea) bytes, all zero but magic and version) and starts the
// program with BURLER_PROFILE=<fd>. Each thread writes only its own part; times are CLOCK_MONOTONIC ns.
#pragma once

#include "sched/step.h"

#include <cstdint>

namespace burler::runtime {

inline constexpr std::uint32_t profile_magic = 0x464f5250; // "PROF"
inline constexpr std::uint32_t profile_version = 1;
inline constexpr std::uint32_t profile_threads = 256;
inline constexpr std::uint32_t profile_objects = 1u << 13;
inline constexpr std::uint32_t profile_sites = 512; ///< of one thread
inline constexpr std::uint32_t profile_frames = 8;
inline constexpr std::uint32_t profile_holds = 32; ///< remembered of each lock
inline constexpr std::uint32_t profile_modules = 256;

/// What a thread waited at; locks are the first two.
enum class WaitKind : std::uint32_t { exclusive, shared, condition, semaphore, barrier, futex, join };
inline constexpr std::uint32_t wait_kinds = 7;

enum class ProfiledPlace : std::uint32_t { elsewhere, global, stack };

/// One thread held the lock from..to.
struct PastHold {
  std::uint64_t from, to;
  std::uint32_t thread;
};

struct ProfiledObject {
  std::uint64_t address; ///< 0 = unused
  ProfiledPlace place;
  std::uint32_t thread;     ///< stack: whose
  sched::Site symbol;       ///< global: module and offset
  std::uint32_t holders;    ///< threads that hold it now
  std::uint32_t last_waker; ///< thread + 1 that last signalled, posted, arrived
  std::uint32_t busy;       ///< spin lock of what follows
  std::uint32_t next_hold;
  PastHold holds[profile_holds];
};

/// All operations of one thread on one object from one call stack.
struct ProfiledSite {
  std::uint32_t object; ///< index + 1; 0 = unused
  WaitKind kind;
  std::uint64_t key; ///< hash of the stack
  std::uint32_t frame_count;
  std::uint32_t reserved;
  sched::Site frames[profile_frames];     ///< return addresses, innermost first
  std::uint64_t count, contended, failed; ///< failed: gave up (try, timeout)
  std::uint64_t wait_ns, wait_most, holds, hold_ns, hold_most;
};

struct ProfiledThread {
  std::uint32_t used;
  std::uint32_t parent;
  char name[16];
  std::uint32_t frame_count;
  sched::Site created[profile_frames]; ///< where; none for main
  std::uint64_t begin, end;            ///< end 0 = ran until the process ended
  std::uint64_t waited[wait_kinds];
  std::uint64_t waited_for[profile_threads]; ///< ns, joins left out, by the thread that was waited for
  ProfiledSite sites[profile_sites];
};

struct ProfileArea {
  std::uint32_t magic;
  std::uint32_t version;
  std::uint64_t begin, end; ///< of the process; end 0 = it did not leave by exit
  std::uint32_t thread_count, object_count, module_count;
  std::uint32_t truncated; ///< 1 = something did not fit
  std::uint32_t modules_busy;
  char modules[profile_modules][256];
  ProfiledObject objects[profile_objects];
  ProfiledThread threads[profile_threads];
};

} // namespace burler::runtime

// Where a profiled run keeps what it measures. Safe to call from any thread at once; nothing allocates.
#pragma once

#include "runtime/profile_area.h"

#include <cstdint>

namespace burler::runtime {

struct Held {
  std::uint32_t object; ///< index + 1
  ProfiledSite* site;
  std::uint64_t since;
};

/// A thread's own part; its index is that of ProfileArea::threads.
struct ProfileSelf {
  static constexpr std::uint32_t most_held = 32;
  std::uint32_t index;
  std::uint32_t held_count;
  bool inside; ///< in our own code: its calls are not measured
  std::uint64_t stack_low, stack_high;
  Held held[most_held];
};

/// Of the calling thread; null when there is no room for it.
ProfileSelf* profile_self();
ProfileSelf& profile_self_at(std::uint32_t index);
ProfileArea& profile_area();
void map_profile_area(int descriptor);
void forget_profile_area();
void set_profile_self(ProfileSelf* self);

std::uint64_t profile_clock();
/// Index + 1; 0 when the table is full.
std::uint32_t profiled_object(std::uint64_t address);
ProfiledSite* profiled_site(ProfileSelf& self, std::uint32_t object, WaitKind kind, void* frame);
/// Return addresses of `frame` and its callers, as far as frame pointers lead.
std::uint32_t walk_frames(const ProfileSelf& self, void* frame, std::uint64_t* addresses);
/// The frames as sites; stops at the first address that is no code.
std::uint32_t resolve_frames(const std::uint64_t* addresses, std::uint32_t count, sched::Site* sites);
/// A new thread's index; profile_threads when there is no room.
std::uint32_t new_profile_index();

} // namespace burler::runtime

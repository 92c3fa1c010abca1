// What a recording says about its places beside numbers: names by which another build of the program is
// followed, and words in which a run that leaves the recording is explained.
#pragma once

#include "harness/arena_reader.h"
#include "harness/finding_builder.h"

#include <string>

namespace burler::harness {

/// Fills in point_names, places and objects from the run in the arena, which must be the recorded one. At
/// most 4096 places and objects are named.
void add_names(sched::Recording& recording, const ArenaReader& reader, FindingBuilder& builder);

/// The points of `recording` in the files as they are now (the program may have been built again, elsewhere);
/// `lost` counts those that are not there any more.
struct FoundPoints {
  std::vector<sched::Site> sites;
  std::size_t lost = 0;
};
FoundPoints find_points(const sched::Recording& recording, const Target& target);

/// The files of the recording's modules where `target` has them, by number, for ExploreSession.
std::vector<std::string> modules_of(const sched::Recording& recording, const Target& target);

/// "thread 1 locks Cache::mu_ at cache.cpp:12": as recorded, and as met in the run in the arena.
std::string recorded_step(const sched::Recording& recording, const sched::Step& step);
std::string met_step(const sched::Step& step, const ArenaReader& reader, FindingBuilder& builder);

} // namespace burler::harness

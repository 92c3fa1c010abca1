// User words for paths, locks, threads and places.
#pragma once

#include "detect/analysis.h"

#include <string>
#include <vector>

namespace burler::detect {

/// "this->k_", "cache.keys[i]", "::counter"; no renaming by context shows.
std::string path_name(const Facts& facts, PathId path);
/// "KvCache::k_", "counter", "loss (local of main)".
std::string subject_name(const Facts& facts, const Subject& subject);
/// "mu_" within one class, otherwise "Queue::mu"; shared mode as "mu (shared)".
std::string lock_name(const Facts& facts, std::uint32_t held_item);
std::vector<std::string> lock_names(const Facts& facts, SetId held);
/// "main thread", "worker (started at server.cpp:41)", "callers of Queue::push".
std::string thread_name(const Analysis& analysis, std::uint32_t thread);
SourcePlace place_of(const Analysis& analysis, Symbol function, const summary::Place& place);
/// Call path to the origin, outermost first; of a long one the two ends.
std::vector<SourcePlace> stack_of(const Analysis& analysis, const Origin& origin);
/// Side of a race.
Side side_of(const Analysis& analysis, const Instance& instance);

/// Side of a finding about one function, whoever calls it. `path` may be 0.
Side side_in(const Analysis& analysis, Symbol entry, std::string kind, PathId path, SetId held,
             const Origin& origin);

} // namespace burler::detect

#include "harness/fault_sites.h"

#include <algorithm>

namespace burler::harness {
namespace {

using sched::Op;

constexpr std::uint64_t kAlwaysAtFirst = 32;

bool tries(Op op) { return op == Op::try_lock || op == Op::try_lock_shared; }

/// libstdc++ wraps pthread_mutex_trylock once more; libc++'s mutexes are compiled functions.
bool is_cxx_try_lock(const std::string& function) {
  return (function.starts_with("std::") && function.find("try_lock") != std::string::npos) ||
         function.starts_with("__gthread_") || function.find("__glibcxx_rwlock_try") != std::string::npos;
}

} // namespace

bool permits_failure(const std::vector<std::string>& functions, std::string_view line) {
  return std::any_of(functions.begin(), functions.end(), is_cxx_try_lock) ||
         line.find("mtx_trylock") != std::string_view::npos;
}

bool FaultSites::permitted(const ArenaReader& reader, sched::Site site) {
  const CodeAddress address = reader.address(site);
  if (address.return_offset == 0) return false;
  const auto& places = builder_.frames().symbolizer().code(address.module, address.return_offset - 1);
  std::vector<std::string> functions;
  for (const SourcePlace& place : places) {
    functions.push_back(place.function);
    // Only the call itself counts, not what calls the user's function around it.
    if (!is_system_file(place.file)) break;
  }
  return permits_failure(functions, places.empty() ? "" : builder_.source().line(places.front()));
}

void FaultSites::learn(const ArenaReader& reader, const runtime::Arena& arena) {
  const std::lock_guard guard(mutex_);
  if (++runs_ > kAlwaysAtFirst && runs_ % 16 != 0) return;
  const std::uint32_t count = std::min(arena.result.step_count, runtime::max_steps_recorded);
  for (std::uint32_t i = 0; i < count; ++i) {
    const sched::Step& step = arena.steps[i];
    if (!tries(step.op) || step.site == 0) continue;
    const auto [entry, fresh] = known_.try_emplace(step.site, false);
    if (!fresh || permitted_.size() >= runtime::max_fault_sites) continue;
    entry->second = permitted(reader, step.site);
    if (entry->second) permitted_.push_back(step.site);
  }
}

std::vector<sched::Site> FaultSites::all() const {
  const std::lock_guard guard(mutex_);
  return permitted_;
}

} // namespace burler::harness

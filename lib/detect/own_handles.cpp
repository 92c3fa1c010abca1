// Threads that tell others their own handle: who joins it comes after everything the thread has done, the
// main thread included, which may end by pthread_exit before the program does.
#include "detect/thread_tree.h"

namespace burler::detect {

void ThreadTree::find_own_handles() {
  const auto is_own = [&](PathId handle) {
    const PathRoot& root = facts_.paths[handle].root;
    return root.kind == RootKind::global &&
           facts_.program.symbols.text(root.entity).ends_with("the thread itself");
  };
  for (std::uint32_t t = 0; t < threads_.size(); ++t) {
    const auto found = facts_.summaries.find(threads_[t].entry);
    if (found == facts_.summaries.end()) continue;
    for (const auto& [key, binding] : found->second.stores) {
      const AccessPath& variable = facts_.paths[key];
      if (variable.root.kind != RootKind::global || !variable.steps.empty()) continue;
      const bool alone = is_own(binding.target) && unique(t);
      const auto [entry, added] = own_handles_.try_emplace(key, alone ? static_cast<std::int64_t>(t) : -1);
      if (!added && entry->second != static_cast<std::int64_t>(t)) entry->second = -1;
    }
  }
}

bool ThreadTree::has_ended(std::uint32_t a, const PointState& pb) const {
  for (const PathId handle : facts_.sets[pb.joined])
    if (const auto found = own_handles_.find(handle);
        found != own_handles_.end() && found->second == static_cast<std::int64_t>(a))
      return true;
  return false;
}

} // namespace burler::detect

#include "detect/repeated_allocation.h"

#include "detect/cfg.h"

namespace burler::detect {

bool made_in_loop(const Facts& facts, const PathRoot& derived) {
  const PathRoot root = facts.paths.original(derived);
  const summary::Function* maker =
      root.kind == RootKind::allocation ? facts.program.function(root.entity) : nullptr;
  if (maker == nullptr) return false;
  const Cfg cfg(*maker);
  for (const std::uint32_t block : cfg.order())
    for (const summary::Event& e : maker->blocks[block].events)
      if (e.kind == summary::EventKind::alloc && e.path.root.index == root.index) return cfg.in_loop(block);
  return false;
}

} // namespace burler::detect

// The non-preemptive schedule: the current thread continues until it blocks, then the next higher ordinal
// (cyclically) runs. No parameter, no randomness: the first schedule of a campaign, and the base that shrunk
// schedules deviate from.
#include "sched/strategy.h"

#include "base/page_allocator.h"

namespace burler::sched {

namespace {

class Default final : public Strategy {
public:
  std::uint32_t choose(const Scene& scene) override {
    if (scene.current_index >= 0) return static_cast<std::uint32_t>(scene.current_index);
    for (std::uint32_t i = 0; i < scene.count; ++i)
      if (scene.candidates[i].thread > scene.current) return i;
    return 0;
  }
};

Strategy* make(const Setup&) { return page_make<Default>(); }

} // namespace

extern const StrategyEntry strategy_default;
const StrategyEntry strategy_default{"default", "non-preemptive, in order of creation", make};

} // namespace burler::sched

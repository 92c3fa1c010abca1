// POS: Yuan, Yang, Gu, Partial order aware concurrency sampling (CAV 2018). Every pending operation has a
// random priority, the highest runs; operations that race with the one executed (same object) draw anew, so
// that each partial order is sampled more evenly than by a random walk. Signals wake a uniform waiter.
// Deviation: same object is taken as racing whatever the operation kinds; a spinning thread draws the lowest
// priority once.
#include "sched/strategy.h"

#include "base/page_allocator.h"
#include "base/plain_vector.h"

namespace burler::sched {

namespace {

class Pos final : public Strategy {
public:
  explicit Pos(const Setup& setup) : random_(setup.seed) {}

  std::uint32_t choose(const Scene& scene) override {
    std::uint32_t best = 0;
    for (std::uint32_t i = 0; i < scene.count; ++i)
      if (priority(scene.candidates[i].thread) > priority(scene.candidates[best].thread)) best = i;
    const Candidate& chosen = scene.candidates[best];
    for (std::uint32_t i = 0; i < scene.count; ++i)
      if (i == best || (chosen.object && scene.candidates[i].object == chosen.object))
        priority(scene.candidates[i].thread) = random_.next() | 1;
    return best;
  }
  std::uint32_t choose_waiter(std::uint32_t count) override {
    return static_cast<std::uint32_t>(random_.below(count));
  }
  void spinning(std::uint16_t thread) override { priority(thread) = 0; }

private:
  std::uint64_t& priority(std::uint16_t thread) {
    while (priorities_.size() <= thread)
      priorities_.push_back(random_.next() | 1);
    return priorities_[thread];
  }

  RandomSource random_;
  PlainVector<std::uint64_t> priorities_;
};

Strategy* make(const Setup& setup) { return page_make<Pos>(setup); }

} // namespace

extern const StrategyEntry strategy_pos;
const StrategyEntry strategy_pos{"pos", "partial order sampling: random priority per operation", make};

} // namespace burler::sched

// Sticky random: the current thread continues, except that at every step, with the given chance (percent),
// one of the others, uniformly chosen, runs. Keeps threads going long enough to reach deep states; a uniform
// walk switches at every second step and, for example, never fills a queue (observed in the review of LLVM
// pull request 183200, whose default of 20 percent is the default here).
#include "sched/strategy.h"

#include "base/page_allocator.h"

namespace burler::sched {

namespace {

class Sticky final : public Strategy {
public:
  explicit Sticky(const Setup& setup)
      : random_(setup.seed), chance_(setup.parameter ? setup.parameter : 20) {}
  std::uint32_t choose(const Scene& scene) override {
    if (scene.current_index < 0) return static_cast<std::uint32_t>(random_.below(scene.count));
    const auto current = static_cast<std::uint32_t>(scene.current_index);
    if (scene.count == 1 || !random_.percent(chance_)) return current;
    const auto other = static_cast<std::uint32_t>(random_.below(scene.count - 1));
    return other < current ? other : other + 1;
  }
  std::uint32_t choose_waiter(std::uint32_t count) override {
    return static_cast<std::uint32_t>(random_.below(count));
  }

private:
  RandomSource random_;
  std::uint64_t chance_;
};

Strategy* make(const Setup& setup) { return page_make<Sticky>(setup); }

} // namespace

extern const StrategyEntry strategy_sticky;
const StrategyEntry strategy_sticky{"sticky",
                                    "random walk that switches with P percent (sticky:P, default 20)", make};

} // namespace burler::sched

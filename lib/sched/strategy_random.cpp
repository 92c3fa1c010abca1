// The random walk: every step uniform among the threads that can run (the "naive random" of Thomson,
// Donaldson and Betts, Concurrency testing using controlled schedulers, TOPC 2016). Signals wake a uniform
// waiter.
#include "sched/strategy.h"

#include "base/page_allocator.h"

namespace burler::sched {

namespace {

class Random final : public Strategy {
public:
  explicit Random(const Setup& setup) : random_(setup.seed) {}
  std::uint32_t choose(const Scene& scene) override {
    return static_cast<std::uint32_t>(random_.below(scene.count));
  }
  std::uint32_t choose_waiter(std::uint32_t count) override {
    return static_cast<std::uint32_t>(random_.below(count));
  }

private:
  RandomSource random_;
};

Strategy* make(const Setup& setup) { return page_make<Random>(setup); }

} // namespace

extern const StrategyEntry strategy_random;
const StrategyEntry strategy_random{"random", "uniform random walk", make};

} // namespace burler::sched

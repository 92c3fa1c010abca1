// Delay-bounded search: Emmi, Qadeer, Rakamaric, Delay-bounded scheduling (POPL 2011). The deterministic
// scheduler is the round-robin one of Thomson, Donaldson and Betts (TOPC 2016): the current thread continues
// until it blocks, then the next in order of creation runs. A delay skips the thread whose turn it is. This
// strategy draws one schedule with at most D delays, each at a uniform step: a defect that needs d <= D
// delays is met with a chance of at least (D choose d) (1/k)^d (1 - 1/k)^(D - d) for runs of k steps.
// Deviations: the paper enumerates all schedules of a bound, here they are sampled; k is the longest run seen
// so far (256 when unknown). A thread that spins or yields is delayed at no cost. Signals wake the first
// waiter, as the deterministic scheduler does.
#include "sched/strategy.h"

#include "base/page_allocator.h"
#include "base/plain_vector.h"

namespace burler::sched {

namespace {

class Delay final : public Strategy {
public:
  explicit Delay(const Setup& setup) {
    RandomSource random(setup.seed);
    const std::uint64_t delays = setup.parameter ? setup.parameter : 2;
    for (std::uint64_t i = 0; i < delays; ++i)
      delays_.push_back(random.below(setup.expected_steps ? setup.expected_steps : 256));
  }

  std::uint32_t choose(const Scene& scene) override {
    std::uint32_t at = scene.current_index >= 0 ? static_cast<std::uint32_t>(scene.current_index)
                                                : next_after(scene, scene.current);
    for (const std::uint64_t step : delays_)
      if (step == scene.step) at = (at + 1) % scene.count;
    if (skip_ && scene.candidates[at].thread == skipped_) at = (at + 1) % scene.count;
    skip_ = false;
    return at;
  }
  void spinning(std::uint16_t thread) override {
    skip_ = true;
    skipped_ = thread;
  }

private:
  static std::uint32_t next_after(const Scene& scene, std::uint16_t thread) {
    for (std::uint32_t i = 0; i < scene.count; ++i)
      if (scene.candidates[i].thread > thread) return i;
    return 0;
  }

  PlainVector<std::uint64_t> delays_;
  bool skip_ = false;
  std::uint16_t skipped_ = 0;
};

Strategy* make(const Setup& setup) { return page_make<Delay>(setup); }

} // namespace

extern const StrategyEntry strategy_delay;
const StrategyEntry strategy_delay{"delay", "round-robin with D random delays (delay:D, default 2)", make};

} // namespace burler::sched

// One schedule of an exhaustive search: follows the prefix that the search asks for, then continues without
// preemption, except that threads in the sleep set (Godefroid, Partial-order methods for the verification of
// concurrent systems, LNCS 1032, 1996) stay behind until an operation that depends on theirs has run. The
// search itself (which prefixes, and when all are done) is the caller's: harness/exhaustive_search.h. Without
// a prefix it is the default schedule. When only sleepers can run, the rest repeats a schedule executed
// before.
#include "sched/strategy.h"

#include "base/page_allocator.h"
#include "base/plain_vector.h"

namespace burler::sched {

namespace {

class Exhaustive final : public Strategy {
public:
  explicit Exhaustive(const Setup& setup) : prefix_(setup.prefix), count_(setup.prefix_count) {
    for (std::uint32_t i = 0; i < setup.sleeper_count; ++i)
      sleepers_.push_back(setup.sleepers[i]);
  }

  std::uint32_t choose(const Scene& scene) override {
    if (scene.step < count_) {
      for (std::uint32_t i = 0; i < scene.count; ++i)
        if (scene.candidates[i].thread == prefix_[scene.step].thread) return i;
      return 0; // the program differs from its earlier run; the search sees it in the steps
    }
    const std::uint32_t at = awake(scene);
    Step step;
    step.thread = scene.candidates[at].thread;
    step.op = scene.candidates[at].op;
    step.object = scene.candidates[at].object;
    for (std::uint32_t i = sleepers_.size(); i-- > 0;)
      if (dependent(sleepers_[i], step)) sleepers_.erase_at(i);
    return at;
  }

private:
  bool asleep(std::uint16_t thread) const {
    for (const Step& step : sleepers_)
      if (step.thread == thread) return true;
    return false;
  }
  std::uint32_t awake(const Scene& scene) const {
    if (scene.current_index >= 0 && !asleep(scene.current))
      return static_cast<std::uint32_t>(scene.current_index);
    for (std::uint32_t n = 0; n < 2; ++n) // higher ordinals first, as in the default schedule
      for (std::uint32_t i = 0; i < scene.count; ++i) {
        const std::uint16_t thread = scene.candidates[i].thread;
        if ((n == 1 || thread > scene.current) && !asleep(thread)) return i;
      }
    return scene.current_index >= 0 ? static_cast<std::uint32_t>(scene.current_index) : 0;
  }

  const Step* prefix_;
  std::uint32_t count_;
  PlainVector<Step> sleepers_;
};

Strategy* make(const Setup& setup) { return page_make<Exhaustive>(setup); }

} // namespace

extern const StrategyEntry strategy_exhaustive;
const StrategyEntry strategy_exhaustive{
    "exhaustive", "every schedule, up to the order of independent operations; ends when all are executed",
    make};

} // namespace burler::sched

// PCT: Burckhardt, Kothari, Musuvathi, Nagarakatte, A randomized scheduler with probabilistic guarantees of
// finding bugs (ASPLOS 2010). Random distinct priorities, d-1 random change points in k steps; the highest
// priority that can run runs. A bug of depth d is found with probability at least 1/(n k^(d-1)). Deviations:
// k is the longest run seen so far (256 when unknown) instead of a given bound; a thread that spins or yields
// drops below all others, as the paper proposes for programs that wait actively; signals wake a uniform
// waiter.
#include "sched/strategy.h"

#include "base/page_allocator.h"
#include "base/plain_vector.h"

namespace burler::sched {

namespace {

class Pct final : public Strategy {
public:
  explicit Pct(const Setup& setup) : random_(setup.seed) {
    const std::uint64_t depth = setup.parameter ? setup.parameter : 3;
    const std::uint64_t steps = setup.expected_steps ? setup.expected_steps : 256;
    for (std::uint64_t i = 1; i < depth; ++i)
      changes_.push_back(random_.below(steps));
    lowest_ = static_cast<std::int64_t>(depth);
  }

  std::uint32_t choose(const Scene& scene) override {
    for (std::uint32_t i = 0; i < changes_.size(); ++i)
      if (changes_[i] == scene.step && scene.current_index >= 0) {
        // Change point i gives the running thread priority d - i, below every initial priority.
        priority(scene.current) = static_cast<std::int64_t>(changes_.size() - i);
      }
    std::uint32_t best = 0;
    for (std::uint32_t i = 1; i < scene.count; ++i)
      if (priority(scene.candidates[i].thread) > priority(scene.candidates[best].thread)) best = i;
    return best;
  }
  std::uint32_t choose_waiter(std::uint32_t count) override {
    return static_cast<std::uint32_t>(random_.below(count));
  }
  void thread_created(std::uint16_t thread, std::uint16_t) override { priority(thread); }
  void spinning(std::uint16_t thread) override { priority(thread) = --floor_; }

private:
  /// Initial priorities are random 62-bit numbers above d: distinct but for a negligible chance.
  std::int64_t& priority(std::uint16_t thread) {
    while (priorities_.size() <= thread)
      priorities_.push_back(static_cast<std::int64_t>(random_.next() >> 2) + lowest_ + 1);
    return priorities_[thread];
  }

  RandomSource random_;
  PlainVector<std::uint64_t> changes_;
  PlainVector<std::int64_t> priorities_;
  std::int64_t lowest_ = 0;
  std::int64_t floor_ = 0;
};

Strategy* make(const Setup& setup) { return page_make<Pct>(setup); }

} // namespace

extern const StrategyEntry strategy_pct;
const StrategyEntry strategy_pct{"pct", "priorities with D-1 random change points (pct:D, default 3)", make};

} // namespace burler::sched

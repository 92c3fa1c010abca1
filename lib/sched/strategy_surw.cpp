// SURW: Zhao, Wolff, Mathur, Roychoudhury, Selectively uniform concurrency testing (ASPLOS 2025). The orders
// of the events on a few chosen subjects are sampled (nearly) uniformly: the thread of the next such event is
// drawn with a weight equal to the number of such events it has left, and the others stop before theirs until
// it has come. A thread that is not born yet counts with its parent. All other events run by random
// priorities, drawn anew for each event. Counts come from earlier runs (Setup::profile); which subjects, the
// caller chooses. Without a profile only the priorities remain. Deviations: a thread that does more than was
// expected counts as having one event left; when the drawn thread cannot get to its event, because it waits
// for one of those stopped, another one is drawn among those that can run. Signals wake a uniform waiter.
#include "sched/strategy.h"

#include "base/page_allocator.h"
#include "base/plain_vector.h"

namespace burler::sched {

namespace {

class Surw final : public Strategy {
public:
  explicit Surw(const Setup& setup) : random_(setup.seed), profile_(setup.profile) {}

  std::uint32_t choose(const Scene& scene) override {
    for (;;) {
      std::uint32_t best = scene.count;
      for (std::uint32_t i = 0; i < scene.count; ++i) {
        if (stopped(scene.candidates[i])) continue;
        if (best == scene.count || priority(scene, i) > priority(scene, best)) best = i;
      }
      if (best == scene.count) {
        draw_among(scene); // the drawn one waits for somebody who is stopped
        continue;
      }
      const Candidate& chosen = scene.candidates[best];
      if (interesting(chosen)) {
        if (drawn_ == nobody) drawn_ = draw();
        if (drawn_ == nobody) drawn_ = chosen.thread;
        if (drawn_ != chosen.thread) continue; // stopped() knows it now
        State& state = of(chosen.thread);
        if (state.left) --state.left;
        drawn_ = nobody;
      } else if (chosen.op == Op::thread_exit) {
        of(chosen.thread).left = 0;
        if (drawn_ == chosen.thread) drawn_ = nobody;
      }
      of(chosen.thread).priority = random_.next();
      return best;
    }
  }
  std::uint32_t choose_waiter(std::uint32_t count) override {
    return static_cast<std::uint32_t>(random_.below(count));
  }
  void thread_created(std::uint16_t thread, std::uint16_t parent) override {
    const std::uint64_t events = with_descendants(thread);
    State& child = of(thread);
    child.left = events;
    if (thread == parent) return; // the first one
    State& creator = of(parent);
    if (drawn_ == parent && creator.left && random_.below(creator.left) < events) drawn_ = thread;
    creator.left -= events < creator.left ? events : creator.left;
  }
  void spinning(std::uint16_t thread) override {
    of(thread).priority = 0;
    if (drawn_ == thread) drawn_ = nobody; // it waits for an event of somebody else
  }

private:
  static constexpr std::uint32_t nobody = ~0U;
  struct State {
    std::uint64_t left = 0;
    std::uint64_t priority = 0;
  };

  State& of(std::uint16_t thread) {
    while (threads_.size() <= thread)
      threads_.push_back({0, random_.next()});
    return threads_[thread];
  }
  std::uint64_t priority(const Scene& scene, std::uint32_t i) {
    return of(scene.candidates[i].thread).priority;
  }
  bool interesting(const Candidate& candidate) const {
    if (!candidate.subject || !is_choice(candidate.op)) return false;
    for (std::uint32_t i = 0; i < profile_.subject_count; ++i)
      if (profile_.subjects[i] == candidate.subject) return true;
    return false;
  }
  bool stopped(const Candidate& candidate) const {
    return drawn_ != nobody && drawn_ != candidate.thread && interesting(candidate);
  }
  /// By the events left; nobody when nobody is expected to have any.
  std::uint32_t draw() {
    std::uint64_t total = 0;
    for (const State& state : threads_)
      total += state.left;
    if (!total) return nobody;
    std::uint64_t at = random_.below(total);
    for (std::uint32_t i = 0; i < threads_.size(); ++i) {
      if (at < threads_[i].left) return i;
      at -= threads_[i].left;
    }
    return nobody;
  }
  void draw_among(const Scene& scene) {
    std::uint64_t total = 0;
    for (std::uint32_t i = 0; i < scene.count; ++i)
      total += weight(scene.candidates[i].thread);
    std::uint64_t at = random_.below(total);
    for (std::uint32_t i = 0; i < scene.count; ++i) {
      drawn_ = scene.candidates[i].thread;
      if (at < weight(scene.candidates[i].thread)) return;
      at -= weight(scene.candidates[i].thread);
    }
  }
  std::uint64_t weight(std::uint16_t thread) {
    const std::uint64_t left = of(thread).left;
    return left ? left : 1;
  }
  /// Children have higher ordinals than their parents, so one pass upwards sums up a family.
  std::uint64_t with_descendants(std::uint16_t thread) const {
    if (thread >= profile_.thread_count) return 0;
    std::uint64_t total = profile_.threads[thread].events;
    for (std::uint32_t i = thread + 1U; i < profile_.thread_count; ++i)
      if (profile_.threads[i].parent == thread) total += with_descendants(static_cast<std::uint16_t>(i));
    return total;
  }

  RandomSource random_;
  Profile profile_;
  PlainVector<State> threads_;
  std::uint32_t drawn_ = nobody;
};

Strategy* make(const Setup& setup) { return page_make<Surw>(setup); }

} // namespace

extern const StrategyEntry strategy_surw;
const StrategyEntry strategy_surw{
    "surw", "selectively uniform random walk over N shared objects (surw:N, default 1)", make};

} // namespace burler::sched

// Reads-from search: Wolff, Shi, Duck, Mathur, Roychoudhury, Greybox fuzzing for concurrency testing (ASPLOS
// 2024). The caller wishes that certain operations observe what certain others left (Setup::wishes); a thread
// that would spoil a wish waits for as long as anybody else can run: an operation that shall observe
// something else than what is there, and one that would replace what has yet to be observed. Which wishes are
// worth trying, the caller learns from earlier runs. Deviations: operations that take locks, wait or signal
// take part as well, each both observing and leaving; a wish names one object and one execution of the
// observing place (`skip`); between wishes priorities decide, drawn anew for each operation in one half of
// the runs (POS), once for each thread in the other (PCT without change points), instead of POS always.
// Without wishes only that remains. A thread that had to be let through does not end the wish. Signals wake a
// uniform waiter.
#include "sched/strategy.h"

#include "base/page_allocator.h"
#include "base/plain_map.h"
#include "base/plain_vector.h"

namespace burler::sched {

namespace {

class ReadsFromSearch final : public Strategy {
public:
  explicit ReadsFromSearch(const Setup& setup) : random_(setup.seed) {
    redraws_ = random_.percent(50);
    for (std::uint32_t i = 0; i < setup.wish_count; ++i)
      wishes_.push_back(setup.wishes[i]);
  }

  std::uint32_t choose(const Scene& scene) override {
    std::uint32_t best = 0;
    bool best_spoils = spoils(scene.candidates[0]);
    for (std::uint32_t i = 1; i < scene.count; ++i) {
      const bool spoils_some = spoils(scene.candidates[i]);
      const bool better = priority(scene.candidates[i].thread) > priority(scene.candidates[best].thread);
      if (spoils_some == best_spoils ? better : best_spoils) {
        best = i;
        best_spoils = spoils_some;
      }
    }
    const Candidate& chosen = scene.candidates[best];
    if (redraws_) priority(chosen.thread) = random_.next() | 1;
    execute(chosen);
    return best;
  }
  std::uint32_t choose_waiter(std::uint32_t count) override {
    return static_cast<std::uint32_t>(random_.below(count));
  }
  void spinning(std::uint16_t thread) override { priority(thread) = redraws_ ? 0 : --lowest_; }

private:
  std::uint64_t& priority(std::uint16_t thread) {
    while (priorities_.size() <= thread)
      priorities_.push_back(random_.next() | 1ULL << 63);
    return priorities_[thread];
  }
  /// Who left what `object` holds now.
  Site left_by(std::uint32_t object) {
    const Site* site = last_.find(object);
    return site ? *site : 0;
  }
  bool spoils(const Candidate& candidate) {
    if (!candidate.subject) return false;
    for (const ReadsFrom& wish : wishes_) {
      if (wish.subject != candidate.subject || wish.skip) continue;
      const Site there = left_by(candidate.object);
      if (wish.write == 0 && there != 0) continue; // too late
      if (candidate.site == wish.read
              ? there != wish.write
              : leaves(candidate.op) && there == wish.write && candidate.site != there)
        return true;
    }
    return false;
  }
  void execute(const Candidate& chosen) {
    if (!chosen.subject) return;
    bool concerns = false;
    for (std::uint32_t i = wishes_.size(); i-- > 0;) {
      ReadsFrom& wish = wishes_[i];
      if (wish.subject != chosen.subject) continue;
      concerns = true;
      if (wish.read != chosen.site) continue;
      if (wish.skip)
        --wish.skip;
      else if (left_by(chosen.object) == wish.write)
        wishes_.erase_at(i); // fulfilled
    }
    if (concerns && leaves(chosen.op)) last_.get(chosen.object) = chosen.site;
  }

  RandomSource random_;
  bool redraws_ = false;
  std::uint64_t lowest_ = 1ULL << 62;
  PlainVector<ReadsFrom> wishes_;
  PlainVector<std::uint64_t> priorities_;
  PlainMap<Site> last_; ///< by object
};

Strategy* make(const Setup& setup) { return page_make<ReadsFromSearch>(setup); }

} // namespace

extern const StrategyEntry strategy_reads_from;
const StrategyEntry strategy_reads_from{
    "reads-from", "makes reads observe writes as earlier runs have not (reads-from:N wishes, default 1 to 3)",
    make};

} // namespace burler::sched

#include "openmp/analysis.h"

#include "openmp/pairs.h"
#include "openmp/report.h"

#include <map>
#include <set>

namespace burler::openmp {

using namespace summary;

namespace {

constexpr std::uint32_t concurrent = omp_parallel | omp_teams | omp_task | omp_taskloop | omp_simd | omp_for |
                                     omp_sections | omp_single | omp_barrier | omp_distribute;

class Judge {
public:
  Judge(const Program& program, const std::string& root) : facts_(program), root_(root) {}

  std::vector<Defect> run() {
    std::vector<const FunctionTree*> candidates;
    for (const FunctionTree& t : facts_.program.trees)
      if ((facts_.parts(t, t.root) & concurrent) != 0) candidates.push_back(&t);
    // From the functions nobody calls, then those with constructs that no walk has come to.
    for (const FunctionTree* t : candidates)
      if (!facts_.has_callers(t->usr)) walk(*t);
    for (const FunctionTree* t : candidates)
      if (!t->directives.empty() && !reached_.contains(t->usr)) walk(*t);
    return std::move(defects_);
  }

private:
  void walk(const FunctionTree& t) {
    Trace trace;
    Walker walker(facts_, trace);
    walker.walk(t);
    reached_.insert(t.usr);
    if (!trace.exhausted)
      for (const Symbol usr : walker.entered())
        reached_.insert(usr);
    const Reporter reporter(facts_.program, trace, root_);
    for (const Race& race : PairJudge(facts_, trace).races()) {
      const Access &a = trace.accesses[race.a], &b = trace.accesses[race.b];
      const auto lines =
          std::minmax(std::pair{a.place.file, a.place.line}, std::pair{b.place.file, b.place.line});
      Defect defect = reporter.race(race);
      if (trace.levels[race.level].threads && defect.kind != DefectKind::partition) continue;
      add({lines.first, lines.second, trace.objects[a.address.object].name}, std::move(defect));
    }
    for (const Misuse& misuse : trace.misuses) {
      const std::pair line{misuse.place.file, misuse.place.line};
      add({line, line, "barrier"}, reporter.misuse(misuse));
    }
  }

  using Line = std::pair<std::uint32_t, std::uint32_t>;
  using Key = std::tuple<Line, Line, std::string>;

  /// Keeps the most believed defect of a pair of lines and subject.
  void add(Key key, Defect defect) {
    const auto [entry, added] = known_.try_emplace(std::move(key), defects_.size());
    if (added)
      defects_.push_back(std::move(defect));
    else if (defect.finding.confidence < defects_[entry->second].finding.confidence)
      defects_[entry->second] = std::move(defect);
  }

  ProgramFacts facts_;
  const std::string& root_;
  std::set<Symbol> reached_;
  std::map<Key, std::size_t> known_;
  std::vector<Defect> defects_;
};

} // namespace

std::vector<Defect> find_defects(const Program& program, const std::string& root) {
  if (program.trees.empty()) return {};
  return Judge(program, root).run();
}

} // namespace burler::openmp

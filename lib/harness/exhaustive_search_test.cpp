// The search against programs played by a few lines: it must meet every final state that brute force meets.
#include "harness/exhaustive_search.h"

#include <gtest/gtest.h>

#include <map>
#include <string>

namespace burler::harness {
namespace {

using sched::Op;
using sched::Step;

/// Threads of operations on numbered objects. Writes store the thread's number + 1; reads are remembered.
using Program = std::vector<std::vector<std::pair<Op, std::uint32_t>>>;

struct World {
  explicit World(const Program& p) : program(p) {}
  const Program& program;
  std::vector<std::size_t> at = std::vector<std::size_t>(program.size());
  std::map<std::uint32_t, int> memory, owner;
  std::string seen;

  bool can(std::size_t thread) const {
    if (at[thread] == program[thread].size()) return false;
    const auto [op, object] = program[thread][at[thread]];
    return op != Op::lock || !owner.contains(object);
  }
  std::vector<Step> options() const {
    std::vector<Step> out;
    for (std::uint16_t i = 0; i < program.size(); ++i)
      if (can(i)) out.push_back({i, program[i][at[i]].first, 0, program[i][at[i]].second, 0, 0, 0});
    return out;
  }
  void run(std::uint16_t thread) {
    const auto [op, object] = program[thread][at[thread]++];
    if (op == Op::atomic_store) memory[object] = thread + 1;
    if (op == Op::atomic_load) seen += std::to_string(thread) + ":" + std::to_string(memory[object]) + " ";
    if (op == Op::lock) owner[object] = thread;
    if (op == Op::unlock) owner.erase(object);
  }
  /// What the threads saw, each for itself, and what is left in memory.
  std::string outcome() const {
    std::string out;
    for (std::size_t thread = 0; thread < program.size(); ++thread)
      for (std::size_t i = 0; i + 3 < seen.size(); i += 4)
        if (seen[i] == static_cast<char>('0' + thread)) out += seen.substr(i, 4);
    for (const auto& [object, value] : memory)
      out += std::to_string(object) + "=" + std::to_string(value) + " ";
    return options().empty() && owner.empty() ? out : out + "stuck";
  }
};

void brute_force(const World& world, std::set<std::string>& outcomes, std::uint64_t& runs) {
  const std::vector<Step> options = world.options();
  if (options.empty()) {
    ++runs;
    outcomes.insert(world.outcome());
  }
  for (const Step& option : options) {
    World next = world;
    next.run(option.thread);
    brute_force(next, outcomes, runs);
  }
}

/// As the runtime's strategy "exhaustive" does.
std::vector<Decision> play(World& world, const ExhaustiveSearch& search) {
  std::vector<Decision> run;
  std::vector<Step> sleepers = search.sleepers();
  for (std::vector<Step> options = world.options(); !options.empty(); options = world.options()) {
    Step chosen = options.front();
    if (run.size() < search.prefix().size())
      chosen = search.prefix()[run.size()];
    else {
      for (const Step& option : options)
        if (std::none_of(sleepers.begin(), sleepers.end(),
                         [&](const Step& s) { return s.thread == option.thread; })) {
          chosen = option;
          break;
        }
      std::erase_if(sleepers, [&](const Step& s) { return sched::dependent(s, chosen); });
    }
    run.push_back({chosen, options});
    world.run(chosen.thread);
  }
  return run;
}

std::uint64_t expect_all_outcomes(const Program& program) {
  std::set<std::string> all, found;
  std::uint64_t runs = 0, searched = 0;
  brute_force(World(program), all, runs);
  ExhaustiveSearch search;
  while (!search.done() && searched < 10 * runs) {
    World world(program);
    const std::vector<Decision> run = play(world, search);
    found.insert(world.outcome());
    ++searched;
    search.learn(run, std::vector<std::uint16_t>(program.size()), !world.outcome().ends_with("stuck"));
  }
  EXPECT_TRUE(search.done());
  EXPECT_TRUE(search.deterministic());
  EXPECT_EQ(found, all);
  EXPECT_LE(searched, runs);
  return searched;
}

constexpr auto load = Op::atomic_load, store = Op::atomic_store, lock = Op::lock, unlock = Op::unlock;

TEST(ExhaustiveSearch, IndependentThreadsNeedOneSchedule) {
  EXPECT_EQ(expect_all_outcomes({{{store, 1}, {load, 1}}, {{store, 2}, {load, 2}}, {{store, 3}}}), 1u);
}

TEST(ExhaustiveSearch, MeetsEveryOutcomeOfSmallPrograms) {
  expect_all_outcomes({{{store, 1}, {load, 2}}, {{store, 2}, {load, 1}}});
  expect_all_outcomes({{{store, 1}, {store, 2}}, {{load, 2}, {load, 1}}, {{store, 1}, {load, 2}}});
  expect_all_outcomes({{{load, 1}, {store, 1}}, {{load, 1}, {store, 1}}, {{load, 1}, {store, 1}}});
  expect_all_outcomes({{{store, 1}}, {{load, 1}, {store, 2}}, {{load, 2}, {store, 3}}, {{load, 3}}});
}

TEST(ExhaustiveSearch, MeetsEveryOutcomeWithLocksAndFindsTheDeadlock) {
  expect_all_outcomes({{{lock, 9}, {load, 1}, {store, 1}, {unlock, 9}, {store, 2}},
                       {{lock, 9}, {load, 1}, {store, 1}, {unlock, 9}, {load, 2}}});
  expect_all_outcomes({{{lock, 8}, {lock, 9}, {store, 1}, {unlock, 9}, {unlock, 8}},
                       {{lock, 9}, {lock, 8}, {store, 1}, {unlock, 8}, {unlock, 9}},
                       {{store, 1}}});
}

TEST(ExhaustiveSearch, ReducesManyOrdersToFew) {
  // Ten reads of one location by each of three threads, and one write: only the place of the write counts.
  const std::vector<std::pair<Op, std::uint32_t>> reads(4, {load, 1});
  EXPECT_LE(expect_all_outcomes({reads, reads, {{store, 1}}}), 60u);
}

TEST(ExhaustiveSearch, APrefixThatCannotBeFollowedEndsTheSearch) {
  const Program program{{{store, 1}}, {{store, 1}}};
  ExhaustiveSearch search;
  World world(program);
  search.learn(play(world, search), {0, 0}, true);
  ASSERT_FALSE(search.done());
  search.learn({}, {0, 0}, true);
  EXPECT_TRUE(search.done());
  EXPECT_FALSE(search.deterministic());
}

} // namespace
} // namespace burler::harness

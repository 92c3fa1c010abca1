#include "sched/strategy.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace burler::sched {
namespace {

/// One character an operation: a letter is a place that writes (capital) or reads (small) the object of that
/// letter, '.' something of the thread's own. Places are told apart by thread role: site = letter + 256 *
/// role.
struct Role {
  std::string text;
  std::uint64_t number = 0;
};

constexpr std::uint64_t subject_of(char letter) { return 1000U + static_cast<unsigned char>(letter | 32); }
constexpr Site site_of(char letter, std::uint64_t role) {
  return 256 * role + static_cast<unsigned char>(letter);
}

Candidate candidate(std::uint16_t thread, char what, std::uint64_t role) {
  if (what == '.') return {thread, Op::lock, 5000U + thread, 5000U + thread, site_of(what, role)};
  const bool write = what >= 'A' && what <= 'Z';
  return {thread, write ? Op::plain_write : Op::plain_read, static_cast<std::uint32_t>(what | 32),
          subject_of(what), site_of(what, role)};
}

enum class Show { what, who };

/// What ran, or the digit of the thread that did, one character a step.
std::string run(const std::vector<Role>& threads, std::uint64_t seed, const std::vector<ReadsFrom>& wishes,
                Show show = Show::what) {
  std::uint64_t parameter = 0;
  Setup setup;
  setup.seed = seed;
  setup.wishes = wishes.data();
  setup.wish_count = static_cast<std::uint32_t>(wishes.size());
  Strategy* strategy = find_strategy("reads-from", parameter)->make(setup);
  std::vector<std::size_t> at(threads.size());
  std::string order;
  for (Scene scene;; ++scene.step) {
    std::vector<Candidate> candidates;
    for (std::uint16_t i = 0; i < threads.size(); ++i)
      if (at[i] < threads[i].text.size())
        candidates.push_back(candidate(i, threads[i].text[at[i]], threads[i].number));
    if (candidates.empty()) return order;
    scene.candidates = candidates.data();
    scene.count = static_cast<std::uint32_t>(candidates.size());
    scene.current = candidates[strategy->choose(scene)].thread;
    const char what = threads[scene.current].text[at[scene.current]++];
    order += show == Show::what ? what : static_cast<char>('0' + scene.current);
  }
}

constexpr int runs = 2000;

/// Runs, of 2000, in which `holds` is true of the order.
template <typename F>
int count(const std::vector<Role>& threads, const std::vector<ReadsFrom>& wishes, F holds) {
  int seen = 0;
  for (std::uint64_t seed = 0; seed < runs; ++seed)
    seen += holds(run(threads, seed, wishes));
  return seen;
}

bool before(const std::string& order, char first, char second) {
  return order.find(first) < order.find(second);
}

std::vector<Role> writers_and_a_reader(int writers, const std::string& writes, const std::string& reads) {
  std::vector<Role> threads(static_cast<std::size_t>(writers), {writes, 1});
  threads.push_back({reads, 2});
  return threads;
}

TEST(ReadsFromSearch, AReadThatShallFindNothingWrittenComesBeforeEveryWriter) {
  const auto threads = writers_and_a_reader(30, ".A.B.", ".a.b.");
  const auto holds = [](const std::string& order) {
    return before(order, 'A', 'a') && before(order, 'b', 'B');
  };
  const ReadsFrom wish{site_of('b', 2), 0, subject_of('b')};
  EXPECT_LT(count(threads, {}, holds), runs / 20);
  // Only whether 'a' comes after one of thirty writers is left to chance.
  EXPECT_GT(count(threads, {wish}, holds), runs * 9 / 10);
}

/// Whether the only operation 'a', the second of thread 2, finds what thread 0 wrote; thread 0 writes once,
/// as its third operation, thread 1 with every third one.
bool finds_what_thread_0_wrote(const std::string& who) {
  std::size_t done[3] = {};
  char writer = ' ';
  for (const char thread : who) {
    const std::size_t number = ++done[thread - '0'];
    if (thread == '2' && number == 2) return writer == '0';
    if ((thread == '0' && number == 3) || (thread == '1' && number % 3 == 0)) writer = thread;
  }
  return false;
}

TEST(ReadsFromSearch, AWishForAWriteIsFulfilledBeforeItIsOverwritten) {
  const std::vector<Role> threads = {{"..A.....", 1}, {"..A..A..A", 2}, {".a", 3}};
  const ReadsFrom wish{site_of('a', 3), site_of('A', 1), subject_of('a')};
  int by_wish = 0, by_chance = 0;
  for (std::uint64_t seed = 0; seed < runs; ++seed) {
    by_wish += finds_what_thread_0_wrote(run(threads, seed, {wish}, Show::who));
    by_chance += finds_what_thread_0_wrote(run(threads, seed, {}, Show::who));
  }
  EXPECT_EQ(by_wish, runs);
  EXPECT_LT(by_chance, runs / 2);
}

TEST(ReadsFromSearch, SkippedExecutionsComeFirst) {
  const std::vector<Role> threads = {{"a.a.a", 1}, {"A", 2}};
  for (std::uint32_t skip = 0; skip < 3; ++skip) {
    const ReadsFrom wish{site_of('a', 1), 0, subject_of('a'), skip};
    const int held = count(threads, {wish}, [&](const std::string& order) {
      const auto reads = std::count(order.begin(), order.begin() + static_cast<long>(order.find('A')), 'a');
      return reads > static_cast<long>(skip);
    });
    // Before its turn comes the writer is free, so later executions are reached by some of the runs only.
    EXPECT_GT(held, skip == 0 ? runs - 1 : runs / 10) << skip;
  }
}

TEST(ReadsFromSearch, WhatCannotBeFulfilledStopsNobody) {
  const std::vector<Role> threads = {{"Aa", 1}, {"a", 2}};
  const std::vector<ReadsFrom> wishes = {{site_of('a', 1), 0, subject_of('a')},
                                         {site_of('a', 2), 999, subject_of('a')}};
  for (std::uint64_t seed = 0; seed < 100; ++seed)
    EXPECT_EQ(run(threads, seed, wishes).size(), 3u);
}

TEST(ReadsFromSearch, WithoutWishesEachThreadIsFirstEquallyOften) {
  const std::vector<Role> threads = {{"A", 1}, {"B", 2}, {"C", 3}};
  for (const char letter : {'A', 'B', 'C'}) {
    const int first = count(threads, {}, [&](const std::string& order) { return order[0] == letter; });
    EXPECT_NEAR(first, runs / 3.0, 95) << letter << ": 4.5 standard deviations";
  }
}

TEST(ReadsFromSearch, HalfOfTheRunsLetThreadsGoOn) {
  const std::string whole(12, '.');
  int unbroken = 0;
  for (std::uint64_t seed = 0; seed < runs; ++seed)
    unbroken +=
        run({{std::string(12, 'A'), 1}, {std::string(12, 'B'), 2}}, seed, {}).find(std::string(12, 'A')) !=
        std::string::npos;
  EXPECT_NEAR(unbroken, runs / 2.0, 120);
}

} // namespace
} // namespace burler::sched

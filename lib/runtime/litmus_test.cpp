// The stale-read mode against the standard, in schedules of a program: each litmus test shows exactly what
// C++20 permits, for some combinations of orders (litmus_table_test.cpp has all), and what it shows replays.
#include "runtime/explore_client_test.h"
#include "runtime/litmus_model_test.h"
#include "sched/recording.h"

#include <gtest/gtest.h>

#include <cctype>
#include <ostream>
#include <vector>

namespace burler::runtime {
namespace {

using testing::Client;
using testing::LitmusModel;

struct Litmus {
  const char* name;
  const char* text; ///< W, R and U stand for the orders of stores, loads and additions
};
void PrintTo(const Litmus& litmus, std::ostream* out) { *out << litmus.name; }

struct Orders {
  const char *store, *load, *addition;
};
constexpr Orders combinations[] = {
    {"rlx", "rlx", "rlx"}, {"rel", "acq", "ar"}, {"sc", "sc", "sc"}, {"rel", "sc", "acq"}};

std::string with(const char* text, const Orders& orders) {
  std::string out;
  for (const char* c = text; *c; ++c)
    out += *c == 'W'   ? orders.store
           : *c == 'R' ? orders.load
           : *c == 'U' ? orders.addition
                       : std::string(1, *c);
  return out;
}

std::string listed(const std::set<int>& outcomes) {
  std::string out;
  for (const int one : outcomes)
    out += " " + std::to_string(one);
  return out;
}

struct Known {
  const char* text;
  std::vector<int> weak; ///< values of the loads, then of x, y and z at the end
  bool permitted;
};

/// The textbook's answers (Maranget, Sarkar and Sewell, A tutorial introduction to the ARM and POWER relaxed
/// memory models, for the names; the standard for the verdicts), so that the enumeration itself is checked.
TEST(LitmusModel, KnowsTheTextbook) {
  const std::vector<Known> all = {
      {"x=1:rlx y:rlx | y=1:rlx x:rlx", {0, 0, 1, 1, 0}, true},
      {"x=1:rel y:acq | y=1:rel x:acq", {0, 0, 1, 1, 0}, true},
      {"x=1:sc y:sc | y=1:sc x:sc", {0, 0, 1, 1, 0}, false},
      {"x=1:rlx F:sc y:rlx | y=1:rlx F:sc x:rlx", {0, 0, 1, 1, 0}, false},
      {"x=1:rlx y=1:rlx | y:rlx x:rlx", {1, 0, 1, 1, 0}, true},
      {"x=1:rlx y=1:rel | y:acq x:rlx", {1, 0, 1, 1, 0}, false},
      {"x=1:rel | y=1:rel | x:acq y:acq | y:acq x:acq", {1, 0, 1, 0, 1, 1, 0}, true},
      {"x=1:sc | y=1:sc | x:sc y:sc | y:sc x:sc", {1, 0, 1, 0, 1, 1, 0}, false},
      {"x=1:rlx | y=1:rlx | x:rlx F:sc y:rlx | y:rlx F:sc x:rlx", {1, 0, 1, 0, 1, 1, 0}, false},
      {"x=1:rlx y=2:rlx | y=1:rlx x=2:rlx", {1, 1, 0}, true},
      {"x=1:rel y=2:rel | y=1:rel x=2:rel", {1, 1, 0}, true},
      {"x=1:sc y=2:sc | y=1:sc x=2:sc", {1, 1, 0}, false},
      {"x=1:rlx F:sc y=2:rlx | y=1:rlx F:sc x=2:rlx", {1, 1, 0}, false},
      {"x=1:rlx F:sc y=1:rlx | y:rlx F:sc x:rlx", {1, 0, 1, 1, 0}, false},
      {"x=1:rlx | x:rlx F:sc y=1:rlx | y:rlx F:sc x:rlx", {1, 1, 0, 1, 1, 0}, false},
      {"x=1:rlx | x:rlx y=1:rlx | y:rlx x:rlx", {1, 1, 0, 1, 1, 0}, true},
      {"x=1:rel | x:acq y=1:rel | y:acq x:acq", {1, 1, 0, 1, 1, 0}, false},
      {"x=1:rlx | x:rlx x:rlx", {1, 0, 1, 0, 0}, false},
      {"x=1:rlx x:rlx | x=2:rlx", {0, 1, 0, 0}, false},
      {"x=1:rlx x=2:rlx", {1, 0, 0}, false}};
  for (const Known& known : all) {
    int code = 0;
    for (const int value : known.weak)
      code = code * 5 + value;
    EXPECT_EQ(LitmusModel(known.text).outcomes().contains(1 + code), known.permitted) << known.text;
  }
}

class EachLitmus : public ::testing::TestWithParam<Litmus> {};

/// One run of the program, then one that foresees what it stored.
class Campaign {
public:
  explicit Campaign(const std::string& text)
      : text_(text), permitted_(LitmusModel(text).outcomes()),
        client_(std::string(BURLER_TEST_PROGRAMS) + "/litmus", text.c_str()) {
    client_.request().flags = flag_weak_memory;
  }
  void run() {
    ASSERT_TRUE(client_.alive());
    ASSERT_FALSE(permitted_.empty());
    for (std::uint64_t seed = 0; seed < 20'000 && (seed < 60 || seen_ != permitted_); ++seed) {
      const char* strategy = seed % 3 ? "random" : "sticky";
      client_.run(strategy, seed);
      const std::uint32_t possible = client_.arena().result.foresight_count;
      ASSERT_NO_FATAL_FAILURE(judge(seed));
      if (!possible) continue;
      client_.run(strategy, seed); // judging may have replayed another
      client_.foresee(static_cast<std::uint32_t>(seed) % possible, strategy);
      foreseen_ += client_.arena().result.verdict == Verdict::failed_exit;
      if (client_.arena().result.verdict != Verdict::discarded) ASSERT_NO_FATAL_FAILURE(judge(seed));
    }
    EXPECT_EQ(listed(seen_), listed(permitted_)) << text_;
  }
  unsigned foreseen() const { return foreseen_; }

private:
  void judge(std::uint64_t seed) {
    ASSERT_EQ(client_.arena().result.verdict, Verdict::failed_exit) << text_ << " seed " << seed;
    const int outcome = client_.arena().result.exit_status;
    ASSERT_TRUE(permitted_.contains(outcome)) << text_ << ": outcome " << outcome << " of seed " << seed
                                              << " is forbidden; permitted are" << listed(permitted_);
    if (!seen_.insert(outcome).second) return;
    client_.replay();
    ASSERT_EQ(client_.arena().result.verdict, Verdict::failed_exit) << text_ << " seed " << seed;
    ASSERT_EQ(client_.arena().result.exit_status, outcome) << text_ << " seed " << seed << " does not replay";
  }

  std::string text_;
  std::set<int> permitted_, seen_;
  Client client_;
  unsigned foreseen_ = 0;
};

TEST_P(EachLitmus, ShowsExactlyWhatTheStandardPermits) {
  std::set<std::string> done;
  for (const Orders& orders : combinations) {
    const std::string text = with(GetParam().text, orders);
    if (!done.insert(text).second) continue;
    ASSERT_NO_FATAL_FAILURE(Campaign(text).run());
  }
}

TEST(LoadBuffering, IsShownWhenNothingDependsOnTheLoads) {
  for (const char* text :
       {"x:rlx y=1:rlx | y:rlx x=1:rlx", "x:rlx y=r:rlx | y:rlx x=1:rlx",
        "x:rlx y=1:rlx | y:rlx z=1:rlx | z:rlx x=1:rlx", "x:rlx y=1:rlx | y:rlx x+1:rlx"}) {
    Campaign campaign(text);
    ASSERT_NO_FATAL_FAILURE(campaign.run());
    EXPECT_GT(campaign.foreseen(), 0U) << text;
  }
}

TEST(LoadBuffering, TakesNothingOutOfThinAir) {
  for (const char* text :
       {"x:rlx y=r:rlx | y:rlx x=r:rlx", "x:rlx y?1:rlx | y:rlx x?1:rlx",
        "x:rlx y?1:rlx | y:rlx x?1:rlx | z:rlx y?1:rlx", "x:rlx y?1:rlx | y:rlx x?1:rlx | y=1:rlx"})
    ASSERT_NO_FATAL_FAILURE(Campaign(text).run());
}

INSTANTIATE_TEST_SUITE_P(
    Tests, EachLitmus,
    ::testing::Values(Litmus{"SB", "x=1:W y:R | y=1:W x:R"},
                      Litmus{"SBFences", "x=1:W F:sc y:R | y=1:W F:sc x:R"},
                      Litmus{"SBUpdates", "x+1:U y:R | y+1:U x:R"}, Litmus{"MP", "x=1:W y=1:W | y:R x:R"},
                      Litmus{"MPFences", "x=1:rlx F:rel y=1:rlx | y:rlx F:acq x:rlx"},
                      Litmus{"MPSequence", "x=1:rlx y=1:W | y+1:rlx | y:R x:rlx"},
                      Litmus{"LB", "x:R y=1:W | y:R x=1:W"},
                      Litmus{"IRIW", "x=1:W | y=1:W | x:R y:R | y:R x:R"},
                      Litmus{"IRIWFences", "x=1:W | y=1:W | x:R F:sc y:R | y:R F:sc x:R"},
                      Litmus{"TwoPlusTwoW", "x=1:W y=2:W | y=1:W x=2:W"},
                      Litmus{"TwoPlusTwoWFences", "x=1:W F:sc y=2:W | y=1:W F:sc x=2:W"},
                      Litmus{"WRC", "x=1:W | x:R y=1:W | y:R x:R"}, Litmus{"CoRR", "x=1:W | x=2:W | x:R x:R"},
                      Litmus{"CoRRTwice", "x=1:W | x=2:W | x:R x:R | x:R x:R"},
                      Litmus{"CoWR", "x=1:W x:R | x=2:W"}, Litmus{"CoRW", "x:R x=1:W | x=2:W"},
                      Litmus{"CoWW", "x=1:W x=2:W | x:R"}, Litmus{"S", "x=2:W y=1:W | y:R x=1:W"},
                      Litmus{"R", "x=1:W y=1:W | y=2:W x:R"}, Litmus{"Additions", "x+1:U x+1:U | x+1:U x:R"}),
    [](const auto& info) { return info.param.name; });

} // namespace
} // namespace burler::runtime

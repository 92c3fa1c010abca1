#include "detect/votes/vote_test.h"

namespace burler::detect {
namespace {

TEST(VoteRegistry, EveryVoteIsNamedOnceAndCanBeLeftOut) {
  const std::vector<std::string> names = vote_names();
  EXPECT_GE(names.size(), 9u);
  for (const std::string& name : names)
    EXPECT_EQ(all_votes({name}).size() + 1, all_votes().size()) << name;
}

TEST(VoteRegistry, CheapVotesAreAskedFirst) {
  int last = 0;
  for (const auto& vote : all_votes()) {
    EXPECT_GE(vote->cost(), last) << vote->name();
    last = vote->cost();
  }
}

} // namespace
} // namespace burler::detect

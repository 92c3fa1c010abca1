#include "report/profile_text.h"

#include <gtest/gtest.h>

namespace burler::report {
namespace {

using nlohmann::json;

TEST(ProfileText, NothingForNothingAndNoErrorForWrongTypes) {
  EXPECT_EQ(profile_text(json()), "");
  EXPECT_EQ(profile_text(json::object()), "");
  const std::string odd =
      profile_text({{"runs", 2}, {"locks", {{{"name", 7}, {"advice", "no object"}}}}, {"results", 3}});
  EXPECT_NE(odd.find("profile: 2 free runs"), std::string::npos) << odd;
}

TEST(ProfileText, NamesLocksAdviceWaitsAndResults) {
  const json profile = {
      {"runs", 1},
      {"seconds", 0.5},
      {"D", 0.25},
      {"waiting", {{"locks", 0.25}, {"joins", 9.0}}},
      {"locks",
       {{{"name", "Store::mu_"},
         {"instances", 2},
         {"count", 100},
         {"contended", 40},
         {"average_wait_us", 12.0},
         {"waited_share", 0.2},
         {"places", {{{"place", "store.cpp:4 in Store::push"}, {"count", 100}}}},
         {"advice", {{"kind", "split"}, {"text", "split it"}}}}}},
      {"wait_matrix",
       {{{"waiter", "thread 1 (created at a.cpp:1)"},
         {"for", "io (thread 2, created at a.cpp:2)"},
         {"seconds", 0.125}}}},
      {"results",
       {{"schedules", 10},
        {"distinct", 2},
        {"by", "burler::result"},
        {"numbers",
         {{"loss", {{"least", 1.0}, {"most", 2.0}, {"mean", 1.5}, {"spread", 0.667}, {"R", nullptr}}}}},
        {"outcomes",
         {{{"schedules", 9},
           {"exit_status", 0},
           {"text", "loss = 1"},
           {"numbers", {0}},
           {"seeds", {77}}}}}}}};
  const std::string text = profile_text(profile);
  for (const char* wanted :
       {"25 % of the threads' time", "Store::mu_ (2)", "40 %", "store.cpp:4 in Store::push",
        "advice: split it", "thread 1 for io (thread 2)\n", "2 distinct outcomes", "loss: 1 to 2",
        "spread 67 %", "9 x exit status 0, loss = 1  (first: schedule 0, seed 77"})
    EXPECT_NE(text.find(wanted), std::string::npos) << wanted << "\n" << text;
  EXPECT_EQ(text.find("joins"), std::string::npos) << text;
}

} // namespace
} // namespace burler::report

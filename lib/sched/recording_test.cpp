#include "sched/recording.h"

#include <gtest/gtest.h>

namespace burler::sched {
namespace {

Recording sample() {
  Recording r;
  r.program = "/tmp/with \"quote\"\n";
  r.directory = "/src/run here";
  r.arguments = {"-n", "3"};
  r.strategy = "pct:3";
  r.seed = 18446744073709551615ULL;
  r.modules = {"a.out", "libx.so"};
  r.point_sites = {make_site(1, 0xabcdef)};
  r.point_names = {"_ZN5Cache4peekEv+1f"};
  r.places = {{make_site(0, 0x10), "main", "a \"b\".cpp:3"}};
  r.objects = {"Cache::mu_", ""};
  r.faults = {{1, 3, 7, Switch::goes_wrong, 0, 0, 6}};
  r.steps = {{0, Op::thread_create, 0, 0, make_site(0, 0x10), 1, 1},
             {1, Op::lock, step_preempts, 2, make_site(0, 0x20), 0, 2},
             {0, Op::cond_signal, 0, 3, make_site(0, 0x30), 2, 1}};
  r.switches = switches_of(r.steps);
  return r;
}

TEST(Recording, TextRoundTripKeepsEverything) {
  const Recording before = sample();
  const std::string text = to_text(before);
  const auto after = recording_from_text(text);
  ASSERT_TRUE(after.ok()) << after.error().text();
  EXPECT_EQ(to_text(after.value()), text);
  EXPECT_EQ(after.value().seed, before.seed);
  EXPECT_EQ(after.value().program, before.program);
  EXPECT_EQ(after.value().steps.size(), 3u);
  EXPECT_EQ(after.value().point_names, before.point_names);
  EXPECT_EQ(after.value().objects, before.objects);
  EXPECT_EQ(after.value().faults, before.faults);
  ASSERT_EQ(after.value().places.size(), 1u);
  EXPECT_EQ(after.value().places[0].line, before.places[0].line);
  EXPECT_EQ(after.value().switches, before.switches);
}

TEST(Recording, SwitchesNameProgressAndPreemption) {
  const auto switches = sample().switches;
  ASSERT_EQ(switches.size(), 3u);
  EXPECT_EQ(switches[0], (Switch{0, 1, 1, Switch::run, 1, 0}));
  EXPECT_EQ(switches[1], (Switch{1, 0, 1, Switch::run, 0, 0}));
  EXPECT_EQ(switches[2], (Switch{0, 1, 1, Switch::wake, 0, 0}));
}

TEST(Recording, ErrorsNameLineAndKey) {
  const auto wrong = recording_from_text("{\"schema\": \"burler-schedule/1\",\n\"seed\": \"x\"}");
  ASSERT_FALSE(wrong.ok());
  EXPECT_NE(wrong.error().message.find("line 2"), std::string::npos) << wrong.error().message;
  EXPECT_NE(wrong.error().message.find("'seed'"), std::string::npos) << wrong.error().message;
  EXPECT_FALSE(recording_from_text("{\"schema\": \"burler-schedule/99\"}").ok());
  EXPECT_FALSE(recording_from_text("").ok());
  EXPECT_FALSE(recording_from_text("{\"steps\": [[0,\"fly\",0,0,0,0,\"0:0\"]]}").ok());
}

TEST(Recording, UnknownKeysAreSkipped) {
  const auto read =
      recording_from_text("{\"schema\":\"burler-schedule/1\",\"later\":{\"a\":[1,\"b\",null]},\"seed\":7}");
  ASSERT_TRUE(read.ok()) << read.error().text();
  EXPECT_EQ(read.value().seed, 7u);
}

TEST(Recording, EveryOperationHasItsName) {
  for (std::uint8_t i = 1; i < op_count; ++i)
    EXPECT_EQ(op_of(name_of(static_cast<Op>(i))), static_cast<Op>(i)) << int(i);
  EXPECT_EQ(op_of("nothing"), Op::none);
}

} // namespace
} // namespace burler::sched

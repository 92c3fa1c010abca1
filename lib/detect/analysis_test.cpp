#include "detect/analysis.h"

#include "detect/inventory.h"
#include "detect/program_builder.h"
#include "detect/suppressions.h"

#include <gtest/gtest.h>

namespace burler::detect {
namespace {

constexpr auto main_flag = summary::fn_main;

std::size_t races(ProgramBuilder& b) {
  const summary::Program program = b.link();
  return analyse(program, {}).races.size();
}

TEST(Races, TwoThreadsWithoutLock) {
  ProgramBuilder b;
  b.function("work").write(b.global("x"));
  b.function("main", main_flag).fork("work", b.local(0)).write(b.global("x")).join(b.local(0));
  EXPECT_EQ(races(b), 1u);
}

TEST(Races, CommonLockOrdersAndDifferentLocksDoNot) {
  for (const char* other : {"m", "n"}) {
    ProgramBuilder b;
    b.function("work").acquire(b.global("m")).write(b.global("x")).release(b.global("m"));
    b.function("main", main_flag)
        .fork("work", b.local(0))
        .acquire(b.global(other))
        .write(b.global("x"))
        .release(b.global(other))
        .join(b.local(0));
    EXPECT_EQ(races(b), other[0] == 'm' ? 0u : 1u);
  }
}

TEST(Races, WriteUnderReaderLock) {
  ProgramBuilder b;
  b.function("work").acquire(b.global("m"), LockMode::shared).write(b.global("x")).release(b.global("m"));
  b.function("main", main_flag).fork("work", b.local(0)).fork("work", b.local(1));
  EXPECT_EQ(races(b), 1u);
}

TEST(Races, BeforeForkAndAfterJoinIsOrdered) {
  ProgramBuilder b;
  b.function("work").write(b.global("x"));
  b.function("main", main_flag)
      .write(b.global("x"))
      .fork("work", b.local(0))
      .join(b.local(0))
      .write(b.global("x"))
      .fork("work", b.local(0));
  EXPECT_EQ(races(b), 0u);
}

TEST(Races, LocksetsAreRelativeToTheEntryOfTheCallee) {
  ProgramBuilder b;
  b.function("bump").write(b.global("x"));
  b.function("work").acquire(b.global("m")).call("bump").release(b.global("m"));
  b.function("main", main_flag).fork("work", b.local(0)).fork("work", b.local(1));
  EXPECT_EQ(races(b), 0u);
  ProgramBuilder c;
  c.function("drop").release(c.global("m"));
  c.function("work").acquire(c.global("m")).call("drop").write(c.global("x"));
  c.function("main", main_flag).fork("work", c.local(0)).fork("work", c.local(1));
  EXPECT_EQ(races(c), 1u);
}

TEST(Races, SignalBeforeAwaitOrders) {
  ProgramBuilder b;
  b.function("work").write(b.global("x")).event(summary::EventKind::signal, b.global("latch"));
  b.function("main", main_flag)
      .fork("work", b.local(0))
      .event(summary::EventKind::await, b.global("latch"))
      .write(b.global("x"));
  EXPECT_EQ(races(b), 0u);
}

TEST(Races, DifferentLiteralElements) {
  ProgramBuilder b;
  b.function("work").write(b.element(b.global("v"), "0"));
  b.function("main", main_flag).fork("work", b.local(0)).write(b.element(b.global("v"), "1"));
  EXPECT_EQ(races(b), 0u);
}

TEST(Races, RecursionEnds) {
  ProgramBuilder b;
  b.function("even").write(b.global("x")).call("odd");
  b.function("odd").call("even");
  b.function("main", main_flag).fork("even", b.local(0)).call("odd");
  EXPECT_EQ(races(b), 1u);
}

std::size_t cycles(bool gate, bool together_only_one_thread, std::uint32_t flags) {
  ProgramBuilder b;
  b.function("one");
  if (gate) b.acquire(b.global("g"));
  b.acquire(b.global("a")).acquire(b.global("b"));
  b.function("two");
  if (gate) b.acquire(b.global("g"));
  b.acquire(b.global("b")).acquire(b.global("a"), LockMode::exclusive, flags);
  b.function("main", main_flag).fork("one", b.local(0));
  if (together_only_one_thread) b.join(b.local(0));
  b.fork("two", b.local(1));
  const summary::Program program = b.link();
  return analyse(program, {}).lock_cycles.size();
}

TEST(LockGraph, CyclesAndTheirFilters) {
  EXPECT_EQ(cycles(false, false, 0), 1u);
  EXPECT_EQ(cycles(true, false, 0), 0u) << "gate lock";
  EXPECT_EQ(cycles(false, true, 0), 0u) << "never at once";
  EXPECT_EQ(cycles(false, false, summary::flag_try), 0u) << "try-lock";
}

TEST(DoubleLock, AcrossACall) {
  ProgramBuilder b;
  b.function("inner").acquire(b.global("m")).release(b.global("m"));
  b.function("main", main_flag).acquire(b.global("m")).call("inner");
  const summary::Program program = b.link();
  EXPECT_EQ(analyse(program, {}).double_locks.size(), 1u);
}

TEST(Inventory, NamesTheGuardAndHowOftenItIsHeld) {
  ProgramBuilder b;
  b.function("work")
      .acquire(b.global("m"))
      .write(b.global("x"))
      .write(b.global("x"))
      .release(b.global("m"))
      .read(b.global("x"));
  b.function("main", main_flag).fork("work", b.local(0)).fork("work", b.local(1));
  const summary::Program program = b.link();
  const auto rows = inventory(analyse(program, {}));
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0].guard, "m");
  EXPECT_EQ(rows[0].held, 2u);
  EXPECT_EQ(rows[0].accesses, 3u);
  EXPECT_EQ(rows[0].verdict, "RACE");
  EXPECT_NE(to_text(rows).find("m 2 of 3"), std::string::npos);
}

TEST(Suppressions, NeedAReasonAndAFinding) {
  summary::TranslationUnit unit;
  unit.files = {"/p/a.cpp"};
  const auto allow = [&](unsigned line, std::string_view rule, std::string_view reason) {
    unit.suppressions.push_back({{0, line, 1}, line, unit.symbols.intern(rule), unit.symbols.intern(reason)});
  };
  allow(1, "race", "one writer by design");
  allow(2, "race", "");
  allow(3, "deadlock", "nothing here");
  std::vector<summary::TranslationUnit> units;
  units.push_back(std::move(unit));
  const summary::Program program = summary::link(std::move(units));
  std::vector<Finding> findings(2);
  for (unsigned i = 0; i < 2; ++i) {
    findings[i].rule = "race/unguarded-state";
    findings[i].primary = {"a.cpp", i + 1, 1, ""};
  }
  const auto notes = apply_suppressions(program, "/p", findings);
  EXPECT_EQ(findings[0].state, FindingState::suppressed);
  EXPECT_EQ(findings[1].state, FindingState::fresh);
  ASSERT_EQ(notes.size(), 2u);
  EXPECT_NE(notes[0].text.find("no reason"), std::string::npos);
  EXPECT_NE(notes[1].text.find("covers no finding"), std::string::npos);
}

} // namespace
} // namespace burler::detect

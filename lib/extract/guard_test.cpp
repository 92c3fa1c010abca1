#include "extract/snippet_test.h"

namespace burler::extract {
namespace {

constexpr const char* head = R"(
#include <mutex>
#include <shared_mutex>
std::mutex m, n; std::shared_mutex rw; int g;
)";

std::string with(const std::string& body) { return head + body; }

TEST(Guards, ScopeTakesAndGivesBack) {
  const auto unit = summarise(with("void f() { { std::lock_guard<std::mutex> l(m); g = 1; } g = 2; }"));
  EXPECT_EQ(events(unit, "f"),
            (Events{"guard_init l (::c:@m)", "write ::c:@g : int", "guard_end l", "write ::c:@g : int"}));
}

TEST(Guards, TagsAndModes) {
  const auto unit = summarise(with(R"(void f() {
    std::unique_lock<std::mutex> a(m, std::defer_lock);
    std::unique_lock<std::mutex> b(m, std::adopt_lock);
    std::unique_lock<std::mutex> c(m, std::try_to_lock);
    std::shared_lock d(rw);
    std::scoped_lock e(m, n);
    a.lock(); a.unlock(); a.release();
  })"));
  EXPECT_EQ(events(unit, "f"),
            (Events{"guard_init a (::c:@m) deferred", "guard_init b (::c:@m) adopt",
                    "guard_init c (::c:@m) try", "guard_init d (::c:@rw) shared",
                    "guard_init e (::c:@m, ::c:@n)", "guard_lock a", "guard_unlock a", "guard_disown a",
                    "guard_end e", "guard_end d", "guard_end c", "guard_end b", "guard_end a"}));
}

TEST(Guards, MovedReturnedAndUnnamed) {
  const auto unit = summarise(with(R"(
    std::unique_lock<std::mutex> take() { return std::unique_lock<std::mutex>(m); }
    void f() { auto a = take(); auto b = std::move(a); }
    void g2() { std::lock_guard<std::mutex>{m}; g = 1; }
  )"));
  EXPECT_EQ(events(unit, "take"), (Events{"guard_init local#0 (::c:@m)", "ret local#0"}));
  EXPECT_EQ(events(unit, "f"), (Events{"call callee=c:@F@take#", "guard_move a <- call#0",
                                       "guard_move b <- a", "guard_end b", "guard_end a"}));
  EXPECT_EQ(events(unit, "g2"),
            (Events{"guard_init local#0 (::c:@m)", "guard_end local#0", "write ::c:@g : int"}));
}

TEST(Guards, TryLockBranches) {
  const auto unit = summarise(with(R"(
    void f() { if (m.try_lock()) { g = 1; m.unlock(); } }
    void h() { std::unique_lock<std::mutex> l(m, std::try_to_lock); if (!l.owns_lock()) return; g = 1; }
  )"));
  const auto* f = function(unit, "f");
  ASSERT_NE(f, nullptr);
  bool found = false;
  for (const auto& block : f->blocks) {
    if (block.tested_event < 0) continue;
    found = true;
    EXPECT_EQ(block.tested_event, 0);
    EXPECT_EQ(f->blocks.at(block.successors.at(0)).events.size(), 2u);
  }
  EXPECT_TRUE(found);
  const auto* h = function(unit, "h");
  for (const auto& block : h->blocks) {
    if (block.tested_event < 0) continue;
    // The branch that owns the lock writes.
    const auto& owning = h->blocks.at(block.successors.at(0)).events;
    ASSERT_FALSE(owning.empty());
    EXPECT_EQ(owning.front().kind, summary::EventKind::write);
  }
}

TEST(Guards, ErrorCodesOfPosixTryLocks) {
  const auto unit = summarise(R"(
    #include <pthread.h>
    pthread_mutex_t m; int g;
    void f(void) { if (pthread_mutex_trylock(&m) == 0) { g = 1; pthread_mutex_unlock(&m); } }
    void h(void) { if (pthread_mutex_trylock(&m)) return; g = 1; pthread_mutex_unlock(&m); })",
                              "/snippet/a.c");
  for (const char* name : {"f", "h"}) {
    const auto* found = function(unit, name);
    ASSERT_NE(found, nullptr);
    bool tested = false;
    for (const auto& block : found->blocks) {
      if (block.tested_event < 0) continue;
      tested = true;
      ASSERT_FALSE(found->blocks.at(block.successors.at(0)).events.empty()) << name;
      EXPECT_EQ(found->blocks.at(block.successors.at(0)).events.front().kind, summary::EventKind::write)
          << name;
    }
    EXPECT_TRUE(tested) << name;
  }
}

TEST(Guards, UserLockableClasses) {
  const auto unit = summarise(with(R"(
    struct Spin { void lock() { g = 1; } void unlock() { g = 0; } };
    Spin spin;
    void f() { spin.lock(); spin.unlock(); std::lock_guard<Spin> l(spin); })"));
  EXPECT_EQ(events(unit, "f"),
            (Events{"acquire ::c:@spin", "release ::c:@spin", "guard_init l (::c:@spin)", "guard_end l"}));
  ASSERT_EQ(unit.globals.size(), 5u);
  EXPECT_TRUE(unit.globals[4].type.has(summary::type_lock));
}

TEST(Guards, ConditionWaitRunsItsPredicateUnderTheLock) {
  const auto unit = summarise(R"(
    #include <condition_variable>
    #include <mutex>
    struct S { std::mutex m; std::condition_variable cv; bool ready; void f(); };
    void S::f() { std::unique_lock l(m); cv.wait(l, [this] { return ready; }); cv.notify_all(); })");
  const Events found = events(unit, "S::f");
  ASSERT_EQ(found.size(), 6u);
  EXPECT_EQ(found[2].substr(0, 17), "call self=local#1");
  EXPECT_EQ(found[3], "cond_wait this->cv (l) predicate");
  EXPECT_EQ(found[4], "notify this->cv all");
}

TEST(Guards, InitialisedOnceUnderALock) {
  const auto unit = summarise(with(R"(int table;
    void f() { static bool first = true; m.lock(); if (first) { table = 1; first = false; } table = 2; m.unlock(); }
    void h() { static bool first = true; if (first) { table = 1; first = false; } })"));
  const Events found = events(unit, "f");
  ASSERT_EQ(found.size(), 6u);
  EXPECT_EQ(found[2], "write ::c:@table in_once : int");
  EXPECT_EQ(found[4], "write ::c:@table : int");
  EXPECT_EQ(events(unit, "h").at(1), "write ::c:@table : int"); // no lock, no order
}

TEST(Guards, StaticLocalsAreInitialisedUnderTheirGuard) {
  const auto unit = summarise("struct C { C(); int n; }; C& f() { static C c; return c; } int k() { static "
                              "const int x = 3; return x; }");
  const auto* f = function(unit, "f");
  ASSERT_NE(f, nullptr);
  std::vector<const summary::Event*> found;
  for (const auto& block : f->blocks)
    for (const auto& event : block.events)
      found.push_back(&event);
  ASSERT_EQ(found.size(), 5u);
  EXPECT_EQ(found[0]->kind, summary::EventKind::acquire);
  EXPECT_EQ(found[1]->kind, summary::EventKind::construct);
  EXPECT_TRUE(found[2]->has(summary::flag_init));
  EXPECT_TRUE(found[2]->has(summary::flag_unevaluated_once));
  EXPECT_EQ(found[3]->kind, summary::EventKind::release);
  EXPECT_EQ(found[3]->path, found[0]->path);
  EXPECT_EQ(found[4]->kind, summary::EventKind::ret);
  EXPECT_EQ(events(unit, "k"), (Events{}));
}

} // namespace
} // namespace burler::extract

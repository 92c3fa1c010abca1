#include "extract/snippet_test.h"

#include <algorithm>

namespace burler::extract {
namespace {

const std::string head = R"(
#include <functional>
#include <future>
#include <memory>
#include <thread>
#include <vector>
struct S { int n; void run(int); };
void free_entry(S& s, int k);
)";

Events only(const Events& all, std::initializer_list<const char*> kinds) {
  Events out;
  for (const auto& event : all)
    if (std::any_of(kinds.begin(), kinds.end(), [&](const char* kind) { return event.starts_with(kind); }))
      out.push_back(event);
  return out;
}

TEST(Threads, FunctionWithReferenceArgument) {
  const auto unit =
      summarise(head + "void f() { S s; std::thread t(free_entry, std::ref(s), 1); t.join(); }");
  EXPECT_EQ(events(unit, "f"), (Events{"fork t (&s, ?) callee=c:@F@free_entry#&$@S@S#I#", "join t"}));
}

TEST(Threads, CopiedArgumentIsNotTheObject) {
  const auto unit = summarise(head + "void g2(S); void f() { S s; std::thread t(g2, s); t.join(); }");
  EXPECT_EQ(only(events(unit, "f"), {"fork"}), (Events{"fork t (s) callee=c:@F@g2#$@S@S#"}));
}

TEST(Threads, MemberFunctionTakesItsObject) {
  const auto unit = summarise(head + "void f(S* p) { S s; std::thread t(&S::run, &s, 1); std::thread "
                                     "u(&S::run, p, 2); t.join(); u.join(); }");
  EXPECT_EQ(only(events(unit, "f"), {"fork"}), (Events{"fork t self=s (?) callee=c:@S@S@F@run#I#",
                                                       "fork u self=*p (?) callee=c:@S@S@F@run#I#"}));
}

TEST(Threads, ClosureAndItsCaptures) {
  const auto unit =
      summarise(head + "void f() { S s; int k = 1; std::thread t([&s, k] { s.n = k; }); t.join(); }");
  EXPECT_EQ(events(unit, "f"), (Events{"closure local#2 (s=&s, k=k) callee=c:@F@f##lambda1()",
                                       "fork t self=local#2 callee=c:@F@f##lambda1()", "join t"}));
  EXPECT_EQ(events(unit, "f::lambda#1"), (Events{"read this->k : int", "write this->s.n : int"}));
}

TEST(Threads, NestedLambdasReachThroughTheirCaptures) {
  const auto unit =
      summarise(head + "void f() { int k = 1; auto a = [&] { auto b = [&] { k = 2; }; b(); }; a(); }");
  EXPECT_EQ(only(events(unit, "f::lambda#1"), {"closure"}),
            (Events{"closure b (k=&this->k) callee=c:@F@f##lambda1()#lambda1()"}));
  EXPECT_EQ(events(unit, "f::lambda#1::lambda#1"), (Events{"write this->k : int"}));
}

TEST(Threads, CapturedThisIsAPointerField) {
  const auto unit = summarise("struct S { int n; void f() { auto a = [this] { n = 1; }; a(); } };");
  EXPECT_EQ(only(events(unit, "S::f"), {"closure"}),
            (Events{"closure a (this=&*this) callee=c:@S@S@F@f##lambda1()"}));
  const auto* inner = function(unit, "S::f::lambda#1");
  ASSERT_NE(inner, nullptr);
  const auto& steps = inner->blocks.at(1).events.at(0).path.steps;
  ASSERT_EQ(steps.size(), 3u);
  EXPECT_EQ(unit.symbols.text(steps[0].name), "this");
  EXPECT_EQ(steps[1].kind, StepKind::deref);
  EXPECT_EQ(unit.symbols.text(steps[2].name), "n");
}

TEST(Threads, VectorOfThreads) {
  const auto unit = summarise(head + R"(void f() {
    std::vector<std::thread> v;
    for (int i = 0; i < 4; ++i) v.emplace_back([i] {});
    v.push_back(std::thread(free_entry, std::ref(*new S), 1));
    for (auto& t : v) t.join(); })");
  const auto found = only(events(unit, "f"), {"fork", "assign", "join"});
  EXPECT_EQ(found.at(0).substr(0, 22), "fork v{}[] self=local#");
  EXPECT_EQ(found.back(), "join v{}[] all");
  EXPECT_TRUE(std::any_of(found.begin(), found.end(),
                          [](const auto& e) { return e.starts_with("assign v{}[] <- local#"); }));
}

TEST(Threads, MapOfThreads) {
  const auto unit = summarise(head + R"(#include <map>
    void f(std::map<int, std::thread>& m) {
    m[1] = std::thread([] {});
    for (auto& [key, t] : m) t.join();
    for (auto& entry : m) entry.second.join(); })");
  EXPECT_EQ(only(events(unit, "f"), {"join"}), (Events{"join m{}[] all", "join m{}[] all"}));
}

TEST(Threads, AsyncAndItsFuture) {
  const auto unit = summarise(head + R"(int work(); void f() {
    auto a = std::async(std::launch::async, work); a.get();
    auto b = std::async(std::launch::deferred, work); })");
  EXPECT_EQ(only(events(unit, "f"), {"fork", "await a", "call"}),
            (Events{"fork a task callee=c:@F@work#", "await a", "call callee=c:@F@work#", "await a"}));
}

TEST(Threads, BindStdFunctionAndPointers) {
  const auto unit = summarise(head + R"(void w(int*); int g; void f() {
    std::thread a(std::bind(w, &g));
    std::function<void()> fn = [] { g = 1; };
    std::thread b(fn);
    void (*p)(int*) = w;
    std::thread c(p, &g); })");
  EXPECT_EQ(only(events(unit, "f"), {"fork"}),
            (Events{"fork a (&::c:@g) callee=c:@F@w#*I#", "fork b self=local#1 callee=c:@F@f##lambda1()",
                    "fork c (&::c:@g) callee=c:@F@w#*I#"}));
}

TEST(Threads, Posix) {
  const auto unit = summarise(R"(
    #include <pthread.h>
    #include <stdlib.h>
    struct A { int n; };
    static void* entry(void* p) { ((struct A*)p)->n = 1; return 0; }
    void f(void) { struct A a; pthread_t t[2]; 
      for (int i = 0; i < 2; i++) pthread_create(&t[i], 0, entry, &a);
      for (int i = 0; i < 2; i++) pthread_join(t[i], 0); })",
                              "/snippet/a.c");
  const auto found = events(unit, "f");
  const auto forks = only(found, {"fork", "join"});
  ASSERT_EQ(forks.size(), 2u);
  EXPECT_EQ(forks[0].substr(0, 15), "fork t[i] (&a) ");
  EXPECT_EQ(forks[1], "join t[i] all");
  EXPECT_EQ(events(unit, "entry"), (Events{"write p->n : int"}));
}

TEST(Threads, OnceAndPromises) {
  const auto unit = summarise(head + R"(#include <mutex>
    std::once_flag once; int g;
    void f() { std::call_once(once, [] { g = 1; }); std::promise<int> p; auto r = p.get_future(); p.set_value(1); r.wait(); })");
  EXPECT_EQ(only(events(unit, "f"), {"once", "signal", "await", "assign"}),
            (Events{"once ::c:@once self=local#0 callee=c:@F@f##lambda1()", "assign r <- p as share_storage",
                    "signal p", "await r", "await r"}));
}

} // namespace
} // namespace burler::extract

#include "extract/snippet_test.h"

namespace burler::extract {
namespace {

TEST(Paths, FieldsPointersAndIndices) {
  const auto unit = summarise(R"(
    struct N { N* next; int v[4]; int n; };
    void f(N* p, N& r, int i) { p->n = 1; r.v[2] = 2; p->next->v[i + 1] = 3; (*p).n = 4; *(&r.n) = 5; })");
  EXPECT_EQ(events(unit, "f"),
            (Events{"write p->n : int", "write r.v[2] : int", "read p->next : N *",
                    "write p->next->v[i + 1] : int", "write p->n : int", "write r.n : int"}));
}

TEST(Paths, AliasesAreResolved) {
  const auto unit = summarise(R"(
    struct S { int a; int* p; };
    void f(S& s) { int& r = s.a; r = 1; int* q = &s.a; *q = 2; S* t = &s; t->a = 3; const auto* u = t; int z = u->a; (void)z; })");
  EXPECT_EQ(events(unit, "f"),
            (Events{"write s.a : int", "write s.a : int", "write s.a : int", "read s.a : int"}));
}

TEST(Paths, ReassignedPointersAreAssignments) {
  const auto unit = summarise("int x, y; void f(bool b) { int* p = &x; if (b) p = &y; *p = 1; }");
  EXPECT_EQ(events(unit, "f"),
            (Events{"assign p <- &::c:@x as pointer", "assign p <- &::c:@y as pointer", "write *p : int"}));
}

TEST(Paths, PrivateLocalsAreSilentSharedOnesAreNot) {
  const auto unit =
      summarise("int f(int n) { int s = 0; for (int i = 0; i < n; ++i) s += i; return s; } void use(int&);"
                "void h() { int s = 0; use(s); s = 1; }");
  EXPECT_EQ(events(unit, "f"), Events{});
  EXPECT_EQ(events(unit, "h"),
            (Events{"write s init : int", "call (&s) callee=c:@F@use#&I#", "write s : int"}));
}

TEST(Paths, ConstantsAreNotShared) {
  const auto unit =
      summarise("const int k = 3; constexpr int a[] = {1, 2}; extern const int e; struct S { const int c; };"
                "int f(S& s, int i) { return k + a[i] + e + s.c; }");
  EXPECT_EQ(events(unit, "f"), Events{});
}

TEST(Paths, CallsReturningReferences) {
  const auto unit = summarise("struct S { int n; int& ref() { return n; } int* ptr() { return &n; } };"
                              "void f(S& s) { s.ref() = 1; *s.ptr() = 2; }");
  EXPECT_EQ(events(unit, "S::ref"), (Events{"ret &this->n"}));
  EXPECT_EQ(events(unit, "f"), (Events{"call self=s callee=c:@S@S@F@ref#", "write call#0 : int",
                                       "call self=s callee=c:@S@S@F@ptr#", "write *call#2 : int"}));
}

TEST(Paths, Containers) {
  const auto unit = summarise(R"(
    #include <map>
    #include <vector>
    void f(std::vector<float>& v, std::map<int, int>& m, int i) {
      v.push_back(1); v[i] = 2; (void)v.size(); float* d = v.data(); d[0] = 3; m[i] = 4;
      auto it = m.find(7); if (it != m.end()) it->second = 5;
      for (auto& x : v) x = 6; })");
  EXPECT_EQ(
      events(unit, "f"),
      (Events{"write v{} tensor : std::vector<float>", "write v{}[i] tensor : float",
              "read v{}.size tensor : std::vector<float>", "write v{}[0] tensor : float",
              "write m{} : std::map<int, int>", "write m{}[i] : int", "read m{}.size : std::map<int, int>",
              "assign it <- &m{}[7] as pointer", "write m{}[7] : int", "write v{}[] tensor : float"}));
}

TEST(Paths, SmartPointers) {
  const auto unit = summarise(R"(
    #include <memory>
    struct S { int n; };
    void f(std::shared_ptr<S> a, std::unique_ptr<S>& u) { a->n = 1; (*u).n = 2; auto b = a; b->n = 3;
      auto p = std::make_unique<S>(); p->n = 4; S* raw = p.get(); raw->n = 5; })");
  EXPECT_EQ(events(unit, "f"),
            (Events{"read a : std::shared_ptr<S>", "write a->n : int", "read u : std::unique_ptr<S>",
                    "write u->n : int", "read a : std::shared_ptr<S>", "assign b <- a as pointer",
                    "write a->n : int", "alloc p <- new#0 : S", "assign p <- &new#0 as pointer",
                    "write new#0.n : int", "write new#0.n : int"}));
}

TEST(Paths, NewSmartPointersBoundToReferences) {
  const auto unit = summarise(R"(
    #include <memory>
    struct S : std::enable_shared_from_this<S> { int n; void f(); };
    void take(const std::shared_ptr<S>& p);
    void S::f() { take(shared_from_this()); })");
  EXPECT_EQ(events(unit, "S::f").at(0), "assign local#0 <- &*this as pointer");
  EXPECT_EQ(events(unit, "S::f").at(1).substr(0, 15), "call (&local#0)");
}

TEST(Paths, AtomicsWithTheirOrders) {
  const auto unit = summarise(R"(
    #include <atomic>
    std::atomic<int> a; int x; std::atomic_flag fl;
    void f() { a.store(1, std::memory_order_release); (void)a.load(std::memory_order_acquire); a++; a = 2; int v = a; (void)v;
      int e = 0; a.compare_exchange_weak(e, 1, std::memory_order_acq_rel, std::memory_order_relaxed);
      __atomic_store_n(&x, 1, __ATOMIC_RELEASE); __sync_fetch_and_add(&x, 1); fl.test_and_set(); })");
  EXPECT_EQ(events(unit, "f"), (Events{"atomic ::c:@a store release", "atomic ::c:@a load acquire",
                                       "atomic ::c:@a fetch seq_cst", "atomic ::c:@a store seq_cst",
                                       "atomic ::c:@a load seq_cst", "write e init : int",
                                       "atomic ::c:@a cas_weak acq_rel", "atomic ::c:@x store release",
                                       "atomic ::c:@x fetch seq_cst", "atomic ::c:@fl exchange seq_cst"}));
}

TEST(Paths, C11Atomics) {
  const auto unit = summarise(R"(
    #include <stdatomic.h>
    _Atomic int a; atomic_int b;
    void f(void) { a = 1; a++; a += 2; int v = a; (void)v; atomic_store_explicit(&b, 1, memory_order_release); })",
                              "/snippet/a.c");
  EXPECT_EQ(events(unit, "f"),
            (Events{"atomic ::c:@a store seq_cst : _Atomic(int)", "atomic ::c:@a fetch seq_cst",
                    "atomic ::c:@a fetch seq_cst", "atomic ::c:@a load seq_cst : _Atomic(int)",
                    "atomic ::c:@b store release"}));
}

TEST(Paths, ConstructorsInitialiseMembers) {
  const auto unit =
      summarise("struct T { T(int); }; struct S { int a = 1; T t; int& r; S(int& x) : t(2), r(x) {} };");
  EXPECT_EQ(events(unit, "S::S"),
            (Events{"write this->a init : int", "construct this->t (?) callee=c:@S@T@F@T#I#",
                    "assign this->r <- &x as pointer"}));
}

TEST(Paths, TemplatesAreReadAsInstantiated) {
  const auto unit = summarise(
      "template <class T> struct B { T v; void set(T x) { v = x; } }; void f(B<int>& b) { b.set(1); }");
  EXPECT_EQ(events(unit, "B::set"), (Events{"write this->v : int"}));
}

TEST(Paths, StructsOfCAreAssignedWhole) {
  const auto unit =
      summarise("struct S { int* p; int n; }; struct S s; void f(struct S t) { s = t; }", "/x/main.c");
  const auto lines = events(unit, "f");
  ASSERT_EQ(lines.size(), 2u);
  EXPECT_EQ(lines[0], "write ::c:@s : struct S");
  ASSERT_EQ(unit.classes.size(), 1u);
  EXPECT_EQ(unit.classes[0].fields.size(), 2u);
}

TEST(Paths, ConstantInitialisersSayWherePointersPoint) {
  const auto unit = summarise("struct S { int n; struct S* next; void (*run)(void); }; void go(void) {}"
                              "struct S tail; struct S head = {1, &tail, go}; int* p = &head.n; int k = 3;",
                              "/x/main.c");
  std::vector<std::string> lines;
  for (const auto& global : unit.globals)
    for (const auto& event : global.initial)
      lines.push_back(summary::event_text(unit.symbols, {}, event));
  EXPECT_EQ(lines, (Events{"assign ::c:@head.next <- &::c:@tail as pointer",
                           "assign ::c:@head.run as pointer callee=c:@F@go",
                           "assign ::c:@p <- &::c:@head.n as pointer"}));
}

} // namespace
} // namespace burler::extract

#include "harness/source_expression.h"

#include <gtest/gtest.h>

namespace burler::harness {
namespace {

/// Column of `mark` in `line`, 1-based.
unsigned at(std::string_view line, std::string_view mark) {
  return static_cast<unsigned>(line.find(mark) + 1);
}
std::string expression(std::string_view line, std::string_view mark) {
  return expression_at(line, at(line, mark));
}
std::string lock(std::string_view line, std::string_view mark) { return lock_at(line, at(line, mark)); }

TEST(Expression, NamesWhatIsTouched) {
  EXPECT_EQ(expression("  x = cache->k_ + 1;", "k_"), "cache->k_");
  EXPECT_EQ(expression("  this->total += n;", "total"), "this->total");
  EXPECT_EQ(expression("  return a.b.c;", "c;"), "a.b.c");
  EXPECT_EQ(expression("  ns::counter++;", "counter"), "ns::counter");
  EXPECT_EQ(expression("  if (q.size() > 3) return;", "size"), "q");
  EXPECT_EQ(expression("  v[i] = 3;", "[i]"), "v[]");
  EXPECT_EQ(expression("  ++n;", "++n"), "n");
  EXPECT_EQ(expression("  counter++;", "++"), "counter");
  EXPECT_EQ(expression("  total = total + 1;", "= total"), "total");
  EXPECT_EQ(expression("  a[i].b = 1;", "b ="), "a[i].b");
}

TEST(Expression, GivesNothingWhereThereIsNothing) {
  EXPECT_EQ(expression("  return;", "return"), "");
  EXPECT_EQ(expression("  Batch batch = next();", "Batch"), "") << "a type";
  EXPECT_EQ(expression("  std::span<float> row(p, n);", "span"), "") << "a type";
  EXPECT_EQ(expression("struct Batch {", "Batch"), "") << "an implicit constructor";
  EXPECT_EQ(expression("  if (n < m) n = m;", "n <"), "n");
  EXPECT_EQ(expression_at("x", 0), "");
  EXPECT_EQ(expression_at("x", 99), "");
  EXPECT_EQ(expression_at("}", 1), "");
}

TEST(Lock, NamesWhatIsLocked) {
  EXPECT_EQ(lock("  std::lock_guard<std::mutex> guard(mu_);", "guard("), "mu_");
  EXPECT_EQ(lock("  std::unique_lock lk{state->mutex, std::defer_lock};", "lk{"), "state->mutex");
  EXPECT_EQ(lock("  mu_.lock();", "lock"), "mu_");
  EXPECT_EQ(lock("  pool->mu.lock();", "lock"), "pool->mu");
  EXPECT_EQ(lock("  advanced_.wait(lock);", "wait"), "advanced_");
  EXPECT_EQ(lock("  q->ready.notify_one();", "notify"), "q->ready");
  EXPECT_EQ(lock("  std::lock(first, second);", "lock"), "first");
  EXPECT_EQ(lock("  pthread_cond_wait(&c, &m);", "pthread"), "c");
  EXPECT_EQ(lock("  pthread_mutex_lock(&a);", "pthread"), "a");
  EXPECT_EQ(lock("  pthread_mutex_lock(&p->locks[3]);", "pthread"), "p->locks[3]");
}

TEST(Qualified, MembersGetTheirClass) {
  EXPECT_EQ(qualified("k_", "Cache::append", false), "Cache::k_");
  EXPECT_EQ(qualified("this->k", "Cache::append", false), "Cache::k");
  EXPECT_EQ(qualified("k", "Cache::append", true), "Cache::k");
  EXPECT_EQ(qualified("k", "Cache::append", false), "k") << "may be a local variable";
  EXPECT_EQ(qualified("k", "Cache::run::{lambda#1}", true), "k") << "may be captured";
  EXPECT_EQ(qualified("k_", "Cache::run::{lambda#1}", false), "Cache::k_");
  EXPECT_EQ(qualified("m[]", "Adam::step", true), "m[]") << "m may be a local pointer";
  EXPECT_EQ(qualified("c->k", "main", true), "c->k");
}

} // namespace
} // namespace burler::harness

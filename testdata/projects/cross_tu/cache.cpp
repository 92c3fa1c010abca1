#include "cache.h"

void Cache::append(int v) {
  std::lock_guard<std::mutex> g(rows_mu_);
  rows_.push_back(v);
}

int Cache::peek() const {
  return rows_.empty() ? 0 : rows_.back(); // expect: race/unguarded-state
}

void Cache::evict() {
  std::lock_guard<std::mutex> g(rows_mu_);
  std::lock_guard<std::mutex> s(stats_mu_); // expect: deadlock/lock-order-cycle
  ++evicted_;
}

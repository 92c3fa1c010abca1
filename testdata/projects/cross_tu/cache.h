#pragma once
#include <mutex>
#include <vector>

class Cache {
public:
  void append(int v);
  int peek() const;
  void evict();
  void flush();

private:
  mutable std::mutex rows_mu_, stats_mu_;
  std::vector<int> rows_;
  int evicted_ = 0;
};

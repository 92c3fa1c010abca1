#include "workload/trainloop/worker_pool.h"

namespace burler::workload {

const PoolEntry* find_pool(const std::string& name) {
  for (std::size_t i = 0; i < pool_count; ++i)
    if (name == pool_table[i]->name) return pool_table[i];
  return nullptr;
}

} // namespace burler::workload

#include "workload/trainloop/parameter_store.h"

namespace burler::workload {

const SyncEntry* find_sync(const std::string& name) {
  for (std::size_t i = 0; i < sync_count; ++i)
    if (name == sync_table[i]->name) return sync_table[i];
  return nullptr;
}

} // namespace burler::workload

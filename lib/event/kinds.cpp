#include "event/kinds.h"

namespace burler {

const char* name_of(MemoryOrder order) {
  switch (order) {
  case MemoryOrder::relaxed:
    return "relaxed";
  case MemoryOrder::acquire:
    return "acquire";
  case MemoryOrder::release:
    return "release";
  case MemoryOrder::acq_rel:
    return "acq_rel";
  case MemoryOrder::seq_cst:
    return "seq_cst";
  }
  return "?";
}

const char* name_of(LockMode mode) { return mode == LockMode::exclusive ? "exclusive" : "shared"; }

} // namespace burler

// Extraction of many units in worker processes: a crash, a hang or a memory blow-up of one unit costs that
// unit only.
#pragma once

#include "base/shard.h"
#include "extract/frontend.h"
#include "extract/summary_cache.h"
#include "finding/report.h"
#include "summary/summary_store.h"

#include <chrono>
#include <functional>
#include <string>
#include <vector>

namespace burler::extract {

struct PoolOptions {
  unsigned jobs = 1;
  std::chrono::seconds unit_limit{300}; ///< wall-clock per unit
  std::size_t memory_limit = 0;         ///< bytes of address space per worker, 0 = none
  bool share_headers = true;            ///< functions of headers are extracted by one unit of the run only
  Shard shard;                          ///< of the commands, only these are extracted
  SummaryCache* cache = nullptr;
  std::function<void(std::size_t done, std::size_t all, const std::string& file)> progress;
};

/// What one unit cost.
struct UnitProfile {
  std::string file;
  UnitTiming timing;
  double write_seconds = 0;
};

struct Extracted {
  summary::SummaryStore store; ///< by command number; of units with errors what could be parsed
  std::vector<Undecided>
      undecided; ///< units that are missing or not whole, with the reason, in command order
  std::vector<UnitProfile> profile; ///< of the units that were parsed, in the order they were done
  std::size_t asked = 0;            ///< units looked for in the cache
  std::size_t hits = 0;             ///< and found
  std::size_t repeated = 0; ///< units parsed again: the unit that had extracted a header for them is gone
  std::uint64_t worker_peak = 0; ///< bytes of memory of the largest worker
};

/// The result depends on the commands alone, not on the number of jobs, their timing or the cache. Call it
/// before this process starts threads: it forks.
Extracted extract_all(const std::vector<Command>& commands, const model::Model& model,
                      const FrontendOptions& frontend, const PoolOptions& options);

} // namespace burler::extract

// Extraction of many units in worker processes: a crash, a hang or a memory blow-up of one unit costs that
// unit only.
#pragma once

#include "extract/frontend.h"
#include "finding/report.h"

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
  std::function<void(std::size_t done, std::size_t all, const std::string& file)> progress;
};

struct Extracted {
  std::vector<summary::TranslationUnit>
      units;                        ///< in command order; of units with errors what could be parsed
  std::vector<Undecided> undecided; ///< units that are missing or not whole, with the reason
};

/// Call it before this process starts threads: it forks.
Extracted extract_all(const std::vector<Command>& commands, const model::Model& model,
                      const FrontendOptions& frontend, const PoolOptions& options);

} // namespace burler::extract

// The summaries that one shard of a run extracted, as one file: what `burler lint --shard i/N --summaries
// DIR` writes and `burler lint --link DIR` joins.
#pragma once

#include "base/result.h"
#include "base/shard.h"
#include "finding/report.h"
#include "summary/summary_store.h"

#include <cstdint>
#include <string>
#include <vector>

namespace burler::summary {

struct ShardHead {
  std::string tool;    ///< shards of different tools, models or flags do not link
  std::string program; ///< hash of the whole program's compile commands
  bool isolate = false;
  Shard shard;
  std::vector<Undecided> undecided; ///< as the report names them
};

/// One program out of all shards of a folder.
struct LinkedShards {
  SummaryStore store;
  bool isolate = false;
  std::vector<Undecided> undecided; ///< of all shards, and one entry for each shard that is missing
};

/// Writes DIR/burler-<i>-of-<N>.summaries, whole or not at all, and makes the folder.
Status write_shard(const std::string& folder, const ShardHead& head, const SummaryStore& store);

/// Errors: no shard, shards of several programs or tools, damaged or unreadable files.
Result<LinkedShards> read_shards(const std::string& folder, const std::string& tool);

} // namespace burler::summary

// Runs in parts: --shard i/N --summaries DIR extracts one part, --link DIR judges all of them as one program.
#pragma once

#include "options.h"

#include "base/result.h"
#include "base/shard.h"
#include "extract/worker_pool.h"
#include "finding/report.h"
#include "summary/shard_file.h"

#include <string>
#include <vector>

namespace burler::lint {

/// Of --shard, else of the environment's array index.
Result<Shard> chosen_shard(const Options& options);

/// `identity` as of the summary cache: shards of other tools, models or modes do not link.
Status write_summaries(const Options& options, const Shard& shard, const std::string& identity,
                       const std::vector<extract::Command>& commands, const extract::Extracted& extracted,
                       const std::vector<Undecided>& undecided);

} // namespace burler::lint

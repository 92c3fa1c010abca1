#include "shards.h"

#include "base/hash.h"

namespace burler::lint {

Result<Shard> chosen_shard(const Options& options) {
  return options.shard.empty() ? shard_from_environment() : parse_shard(options.shard);
}

Status write_summaries(const Options& options, const Shard& shard, const std::string& identity,
                       const std::vector<extract::Command>& commands, const extract::Extracted& extracted,
                       const std::vector<Undecided>& undecided) {
  StableHash program;
  for (const extract::Command& command : commands) {
    program.add(command.directory).add(command.file);
    for (const std::string& argument : command.arguments)
      program.add(argument);
  }
  summary::ShardHead head;
  head.tool = identity;
  head.program = program.hex();
  head.isolate = options.isolate;
  head.shard = shard;
  head.undecided = undecided;
  return summary::write_shard(options.summaries, head, extracted.store);
}

} // namespace burler::lint

#include "campaign_setup.h"

namespace burler::tool {
namespace {

// Without control over the threads there is nothing that these could decide.
constexpr const char* kExploreOnly[] = {"--strategy",  "--weak-memory",  "--all-accesses",
                                        "--max-steps", "--faults",       "--no-shrink",
                                        "--profile",   "--profile-runs", "--mode"};
constexpr const char* kTsanOnly[] = {"--noise-seed"};

} // namespace

Status check_options(const CLI::App& app, bool tsan) {
  if (tsan) {
    for (const char* option : kExploreOnly)
      if (app.count(option) != 0)
        return Error{std::string(option) +
                         " has no meaning for the tsan engine, which lets threads run freely",
                     "leave it out, or link the program with BURLER_ENGINE=explore"};
    return {};
  }
  for (const char* option : kTsanOnly)
    if (app.count(option) != 0)
      return Error{std::string(option) + " is for the tsan engine; the explore engine adds no noise",
                   "use --seed, or link the program with BURLER_ENGINE=tsan"};
  return {};
}

Result<std::unique_ptr<harness::Checkpoint>> prepare_checkpoint(harness::CampaignOptions& campaign,
                                                                const std::string& folder,
                                                                const std::string& strategy,
                                                                std::uint64_t seed, bool resume) {
  const nlohmann::json identity = {{"program", campaign.target.program},
                                   {"build_id", campaign.target.build_id},
                                   {"arguments", campaign.target.arguments},
                                   {"strategy", strategy},
                                   {"seed", seed},
                                   {"shard", campaign.shard.text()},
                                   {"weak_memory", campaign.weak_memory},
                                   {"faults", campaign.faults.wanted}};
  auto checkpoint = std::make_unique<harness::Checkpoint>(folder, campaign.shard.text(), identity);
  if (resume) {
    auto before = checkpoint->load();
    if (!before) return before.error();
    campaign.before = std::move(*before);
  }
  return checkpoint;
}

} // namespace burler::tool

// What of a stress campaign depends on the engine and on an earlier part of it.
#pragma once

#include "harness/campaign.h"

#include <CLI/CLI.hpp>
#include <memory>

namespace burler::tool {

/// An option that the engine has no use for is an error with a next step, not a silent nothing.
Status check_options(const CLI::App& app, bool tsan);

/// Prepares the state that the campaign keeps in `folder`; with `resume`, takes over what is there.
Result<std::unique_ptr<harness::Checkpoint>> prepare_checkpoint(harness::CampaignOptions& campaign,
                                                                const std::string& folder,
                                                                const std::string& strategy,
                                                                std::uint64_t seed, bool resume);

} // namespace burler::tool

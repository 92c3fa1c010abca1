#include "finding/join_places.h"

#include <algorithm>
#include <map>
#include <string>
#include <tuple>

namespace burler {
namespace {

constexpr std::size_t most_sides = 16;

void absorb(Finding& kept, const Finding& other) {
  for (const Side& side : other.sides) {
    const bool told = std::any_of(kept.sides.begin(), kept.sides.end(),
                                  [&](const Side& s) { return s.location == side.location; });
    if (!told && kept.sides.size() < most_sides) kept.sides.push_back(side);
  }
}

} // namespace

std::vector<Finding> join_places(std::vector<Finding> findings) {
  std::vector<Finding> out;
  std::map<std::tuple<std::string, std::string, Confidence, FindingState>, std::size_t> known;
  for (Finding& f : findings) {
    const auto [entry, fresh] =
        known.try_emplace(std::tuple{f.rule, f.fingerprint, f.confidence, f.state}, out.size());
    if (fresh)
      out.push_back(std::move(f));
    else
      absorb(out[entry->second], f);
  }
  return out;
}

} // namespace burler

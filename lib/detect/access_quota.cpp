#include "detect/access_quota.h"

#include <algorithm>

namespace burler::detect {

std::size_t AccessQuota::Hash::operator()(const Alike& a) const {
  std::size_t h = a.path;
  for (const std::uint32_t part :
       {a.at.held, a.at.maybe, a.at.loose, a.at.released, a.at.active, a.at.stale, a.at.joined, a.at.awaited,
        a.at.barriers, a.at.acquired, a.at.sections, a.at.fresh, a.followed, a.flags, a.kind})
    h = h * 1099511628211u + part;
  return h;
}

bool AccessQuota::admits(const Access& a) {
  const unsigned kind = (a.write ? 1u : 0u) | (a.atomic ? 2u : 0u) | (a.by_identity ? 4u : 0u) |
                        (a.conditional ? 8u : 0u) | (a.conditional_identity ? 16u : 0u) |
                        (a.relaxed ? 32u : 0u) | (a.guessed ? 64u : 0u);
  Places& places = kept_[{a.path, a.at, a.followed, a.flags, kind}];
  const std::pair<Symbol, summary::Place> here{a.origin.function, a.origin.place};
  const auto end = places.known + places.count;
  if (places.count == most_alike || std::find(places.known, end, here) != end) return false;
  places.known[places.count++] = here;
  return true;
}

} // namespace burler::detect

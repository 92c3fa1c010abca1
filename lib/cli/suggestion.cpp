#include "cli/suggestion.h"

#include <algorithm>
#include <numeric>

namespace burler::cli {
namespace {

std::size_t edit_distance(const std::string& a, const std::string& b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = diagonal + (a[i - 1] != b[j - 1]);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, replaced});
    }
  }
  return row[b.size()];
}

} // namespace

std::string nearest(const std::string& word, const std::vector<std::string>& candidates) {
  if (word.size() > 200) return {};
  std::string best;
  // A two-letter word is two edits from every two-letter word: half of it must be right.
  std::size_t limit = std::min(std::max<std::size_t>(2, word.size() / 3), word.size() / 2) + 1;
  for (const std::string& candidate : candidates)
    if (const std::size_t d = edit_distance(word, candidate); d < limit) {
      best = candidate;
      limit = d;
    }
  return best;
}

} // namespace burler::cli

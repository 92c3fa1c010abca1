// "Did you mean ...?"
#pragma once

#include <string>
#include <vector>

namespace burler::cli {

/// The candidate spelled most like `word`: Levenshtein distance at most 2, or at most a third of a long word;
/// the first of equals; empty when none is near. O(|word| x total length).
std::string nearest(const std::string& word, const std::vector<std::string>& candidates);

} // namespace burler::cli

#include "workload/trainloop/corpus.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace burler::workload {

Corpus::Corpus(std::string_view text, std::size_t context) : context_(context) {
  std::array<std::uint8_t, 256> number{};
  std::array<bool, 256> used{};
  for (const char c : text)
    used[static_cast<unsigned char>(c)] = true;
  for (std::size_t c = 0; c < used.size(); ++c)
    if (used[c]) number[c] = static_cast<std::uint8_t>(vocabulary_++);
  tokens_.reserve(text.size());
  for (const char c : text)
    tokens_.push_back(number[static_cast<unsigned char>(c)]);
  training_size_ = tokens_.size() - std::max(tokens_.size() / 10, std::min(tokens_.size(), context + 1));
  if (training_size_ < context + 1)
    throw std::invalid_argument("the text has " + std::to_string(text.size()) + " characters; a context of " +
                                std::to_string(context) + " needs at least " +
                                std::to_string(2 * (context + 1)));
}

void Corpus::add_window(Batch& batch, std::size_t first) const {
  const auto begin = tokens_.begin() + static_cast<std::ptrdiff_t>(first);
  const auto end = begin + static_cast<std::ptrdiff_t>(context_);
  batch.inputs.insert(batch.inputs.end(), begin, end);
  batch.targets.insert(batch.targets.end(), begin + 1, end + 1);
  ++batch.windows;
}

Batch Corpus::training_batch(Random& random, std::size_t windows) const {
  Batch batch;
  for (std::size_t i = 0; i < windows; ++i)
    add_window(batch, random.below(training_size_ - context_));
  return batch;
}

Batch Corpus::validation_batch(std::size_t windows) const {
  Batch batch;
  const std::size_t places = tokens_.size() - training_size_ - context_;
  for (std::size_t i = 0; i < std::min(windows, places); ++i)
    add_window(batch, training_size_ + i * places / std::min(windows, places));
  return batch;
}

std::optional<std::string> read_text(const std::string& path) {
  std::error_code error;
  std::vector<std::filesystem::path> files{path};
  if (std::filesystem::is_directory(path, error)) {
    files.clear();
    for (const auto& entry : std::filesystem::directory_iterator(path, error))
      if (entry.path().extension() == ".md" || entry.path().extension() == ".txt")
        files.push_back(entry.path());
    std::sort(files.begin(), files.end());
  }
  std::string text;
  for (const auto& file : files) {
    std::ifstream in(file, std::ios::binary);
    if (!in) return std::nullopt;
    text.append(std::istreambuf_iterator<char>(in), {});
  }
  if (text.empty()) return std::nullopt;
  return text;
}

} // namespace burler::workload

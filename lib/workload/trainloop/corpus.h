// Text as token numbers: one per distinct character of the text, in order of character code. The last tenth
// is kept for validation.
#pragma once

#include "workload/trainloop/batch.h"
#include "workload/trainloop/random.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace burler::workload {

class Corpus {
public:
  /// Throws std::invalid_argument when the text is too short for one window of `context` in each part.
  Corpus(std::string_view text, std::size_t context);

  std::size_t vocabulary() const { return vocabulary_; }
  /// `windows` random windows of the training part.
  Batch training_batch(Random& random, std::size_t windows) const;
  /// Up to `windows` windows spread evenly over the validation part; always the same ones.
  Batch validation_batch(std::size_t windows) const;

private:
  void add_window(Batch& batch, std::size_t first) const;

  std::size_t context_;
  std::size_t vocabulary_ = 0;
  std::vector<std::uint8_t> tokens_;
  std::size_t training_size_ = 0;
};

/// A file, or of a folder all *.md and *.txt in the order of their names. Nothing when it cannot be read.
std::optional<std::string> read_text(const std::string& path);

} // namespace burler::workload

#include "workload/trainloop/tensor.h"

#include <algorithm>
#include <stdexcept>

namespace burler::workload {

Tensor::Tensor(std::size_t rows, std::size_t cols)
    : rows_(rows), cols_(cols), storage_(std::make_shared<std::vector<float>>(rows * cols)) {}

void Tensor::fill(float value) {
  const std::span<float> mine = values();
  std::fill(mine.begin(), mine.end(), value);
}

void Tensor::copy_from(const Tensor& source) {
  if (source.size() != size()) throw std::invalid_argument("Tensor::copy_from: sizes differ");
  const std::span<float> theirs = source.values();
  std::copy(theirs.begin(), theirs.end(), values().begin());
}

Tensor Tensor::clone() const {
  if (!storage_) return {};
  Tensor copy(rows_, cols_);
  copy.copy_from(*this);
  return copy;
}

} // namespace burler::workload

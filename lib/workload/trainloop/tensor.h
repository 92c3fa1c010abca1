// A matrix of floats whose copies share storage, like at::Tensor: `Tensor b = a` makes b another name of the
// same numbers. Only clone() and copy_from() copy numbers. The type is not synchronised: who shares storage
// between threads guards it.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <vector>

namespace burler::workload {

class Tensor {
public:
  Tensor() = default; ///< no storage; size() is 0
  Tensor(std::size_t rows, std::size_t cols);

  std::size_t rows() const { return rows_; }
  std::size_t cols() const { return cols_; }
  std::size_t size() const { return rows_ * cols_; }

  /// The numbers, row by row; valid while any tensor shares this storage.
  std::span<float> values() const { return storage_ ? std::span<float>(*storage_) : std::span<float>(); }
  std::span<float> row(std::size_t i) const { return values().subspan(i * cols_, cols_); }

  void fill(float value);
  /// Copies the numbers of `source` into this storage; both must have the same size.
  void copy_from(const Tensor& source);
  /// A tensor of the same shape with storage of its own.
  Tensor clone() const;

private:
  std::size_t rows_ = 0;
  std::size_t cols_ = 0;
  std::shared_ptr<std::vector<float>> storage_;
};

} // namespace burler::workload

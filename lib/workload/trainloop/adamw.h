// AdamW (Loshchilov and Hutter, ICLR 2019) over one flat vector. Not synchronised: the parameter store owns
// it.
#pragma once

#include "workload/trainloop/tensor.h"

#include <cstddef>

namespace burler::workload {

struct AdamWOptions {
  float rate = 3e-3f;
  float beta1 = 0.9f;
  float beta2 = 0.99f;
  float epsilon = 1e-8f;
  float decay = 0.01f;
};

class AdamW {
public:
  AdamW(std::size_t size, const AdamWOptions& options);
  /// Moves `parameters` against `gradient`; linear in their size.
  void step(Tensor& parameters, const Tensor& gradient);

private:
  AdamWOptions options_;
  Tensor mean_, variance_; ///< running moments
  std::size_t steps_ = 0;
};

} // namespace burler::workload
